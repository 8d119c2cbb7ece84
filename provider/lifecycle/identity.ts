/** What names a thing, and how its id reads. */
export interface Identity {
  readonly properties: readonly string[];
  /** The id of these values, for example `acme/ops`. */
  format(values: Record<string, unknown>): string;
  /** The naming values in an id; undefined when it is none of ours. */
  parse(id: string): Record<string, string> | undefined;
}

/** An identity after a pattern such as `{organization}/{name}`. A repository and what comes last may hold slashes. */
export function id(pattern: string): Identity {
  const properties = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const last = properties.at(-1);
  const regex = pattern.replace(/[+.]/g, "\\$&").replace(/\{(\w+)\}/g, (_, name) => {
    return `(?<${name}>${name === last || name === "repository" ? ".+" : "[^/]+"})`;
  });
  const whole = new RegExp(`^${regex}$`);
  return {
    properties,
    format: (values) => pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name])),
    parse: (text) => {
      const groups = whole.exec(text)?.groups;
      return groups && { ...groups };
    },
  };
}
