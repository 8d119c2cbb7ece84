type Values = Record<string, unknown>;

/** What names a thing, and how its id reads. */
export interface Identity {
  /**
   * `natural`: what a user would write. `singleton`: the id of its parent, which has at most one. `assigned`: completed by Quay,
   * so that it is known only when the thing is made, and equal declarations are two things.
   */
  readonly type: "natural" | "singleton" | "assigned";
  /** The arguments that name it; of an assigned identity those that name its parent. */
  readonly properties: readonly string[];
  /** The output by which Quay completes an assigned identity. */
  readonly assigned?: string;
  /** The id of these values, for example `acme/ops`. Throws when a value is missing. */
  format(values: Values): string;
  /** The naming values in an id; undefined when it is none of ours. */
  parse(id: string): Record<string, string> | undefined;
}

/** A natural identity after a pattern such as `{organization}/{name}`. A repository and what comes last may hold slashes. */
export const id = (pattern: string): Identity => ({ type: "natural", ...after(pattern) });

/** The identity of what its parent has at most once: the parent's, such as `{organization}`. */
export const singleton = (pattern: string): Identity => ({ type: "singleton", ...after(pattern) });

/** An identity whose last part Quay assigns, such as `{organization}/{clientId}`. */
export function assigned(pattern: string): Identity {
  const { properties, ...rest } = after(pattern);
  return { type: "assigned", properties: properties.slice(0, -1), assigned: properties.at(-1) as string, ...rest };
}

function after(pattern: string) {
  const properties = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const last = properties.at(-1);
  const regex = pattern.replace(/[+.]/g, "\\$&").replace(/\{(\w+)\}/g, (_, name) => {
    // A repository is named with its namespace: acme/web alone is none that something stands in.
    if (name === "repository") return `(?<${name}>[^/]+/.+)`;
    return `(?<${name}>${name === last ? ".+" : "[^/]+"})`;
  });
  const whole = new RegExp(`^${regex}$`);
  return {
    properties,
    format: (values: Values) => pattern.replace(/\{(\w+)\}/g, (_, name) => present(values, name)),
    parse: (text: string) => {
      const groups = whole.exec(text)?.groups;
      return groups && { ...groups };
    },
  };
}

/** A value that an id cannot be without. */
export function present(values: Values, name: string): string {
  const value = values[name];
  if (value === undefined || value === null || value === "") throw new Error(`An id cannot be formed without ${name}.`);
  return String(value);
}

/** What to call a thing that may have no id yet: its id, or the names of its parent and its own. */
export function labelOf({ type, properties, format }: Identity, values: Values): string {
  if (type !== "assigned") return format(values);
  const names = [...properties.map((name) => values[name]), values.name ?? values.title];
  return names.filter((name) => name !== undefined && name !== "").join("/");
}

/** What is wanted, with what names the thing that is there. */
export const identified = ({ assigned }: Identity, wanted: Values, actual: Values): Values =>
  assigned === undefined ? wanted : { ...wanted, [assigned]: actual[assigned] };
