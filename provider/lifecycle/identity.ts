type Values = Record<string, unknown>;

/** What identifies a resource, and the format of its id. */
export interface Identity {
  /**
   * `natural`: formed from the inputs. `singleton`: the id of its parent, which has at most one. `assigned`: completed by Quay,
   * so it is known only after the create, and two equal declarations are two resources.
   */
  readonly type: "natural" | "singleton" | "assigned";
  /** The inputs that form the id; for an assigned identity those that identify its parent. */
  readonly properties: readonly string[];
  /** The output that completes an assigned identity. */
  readonly assigned?: string;
  /** The id of these values, for example `acme/ops`. Throws when a value is missing. */
  format(values: Values): string;
  /** The values in an id; undefined when it does not have this format. */
  parse(id: string): Values | undefined;
}

/** A natural identity from a pattern such as `{organization}/{name}`. A repository and the last part may contain slashes. */
export const id = (pattern: string): Identity => ({ type: "natural", ...fromPattern(pattern) });

/** The identity of a resource that exists at most once in its parent: the parent's id, such as `{organization}`. */
export const singleton = (pattern: string): Identity => ({ type: "singleton", ...fromPattern(pattern) });

/** An identity whose last part Quay assigns, such as `{organization}/{clientId}`. */
export function assigned(pattern: string): Identity {
  const { properties, ...rest } = fromPattern(pattern);
  return { type: "assigned", properties: properties.slice(0, -1), assigned: properties.at(-1) as string, ...rest };
}

function fromPattern(pattern: string) {
  const properties = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const last = properties.at(-1);
  const regex = pattern.replace(/[+.]/g, "\\$&").replace(/\{(\w+)\}/g, (_, name) => {
    if (name === last) return `(?<${name}>.+)`;
    // A repository is named with its namespace. No name before the last part holds a colon, while a title or pattern may.
    return `(?<${name}>${name === "repository" ? "[^/:]+/[^:]+" : "[^/:]+"})`;
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

/** A value that an id needs. Throws when it is missing or empty. */
export function present(values: Values, name: string): string {
  const value = values[name];
  if (value === undefined || value === null || value === "") throw new Error(`An id cannot be formed without ${name}.`);
  return String(value);
}

/** A label for messages, also before Quay assigned the id: the id, or else the parent's and its own name. */
export function labelOf({ type, properties, format }: Identity, values: Values): string {
  if (type !== "assigned") return format(values);
  const names = [...properties.map((name) => values[name]), values.name ?? values.title];
  return names.filter((name) => name !== undefined && name !== "").join("/");
}

/** The wanted values with the id that Quay assigned to the existing resource. */
export const identified = ({ assigned }: Identity, wanted: Values, actual: Values): Values =>
  assigned === undefined ? wanted : { ...wanted, [assigned]: actual[assigned] };
