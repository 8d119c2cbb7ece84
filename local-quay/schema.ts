import { invalid } from "./errors";

interface Violation {
  depth: number;
  text: string;
}

/** A schema for a JSON value, with the error messages of Python's `jsonschema`, which Quay uses. */
export interface Shape<T> {
  violations(value: unknown, depth: number): Violation[];
  optional?: boolean;
  /** Never set: it only carries the type. */
  type?: T;
}

/** The type of the values a shape accepts. */
export type Of<S> = S extends Shape<infer T> ? T : never;

/** Writes a value as Python would. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${escaped(value)}'`;
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `${python(key)}: ${python(item)}`)
      .join(", ")}}`;
  return String(value);
}

/** Truthiness in Python, where empty values are false. */
export const isTruthy = (value: unknown) =>
  typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);

const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n");

const types: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  null: (value) => value === null,
};

type Rule = (value: never) => string | undefined;

/** A value of one of these types that satisfies these rules. A rule returns the rest of the message after the value. */
function typed<T>(names: string[], ...rules: Rule[]): Shape<T> {
  return {
    violations(value, depth) {
      const found: Violation[] = [];
      if (!names.some((name) => types[name]?.(value)))
        found.push({ depth, text: `${python(value)} is not of type ${names.map(python).join(", ")}` });
      for (const rule of rules) {
        const wrong = rule(value as never);
        if (wrong) found.push({ depth, text: `${python(value)} ${wrong}` });
      }
      return found;
    },
  };
}

interface TextRules {
  minLength?: number;
  maxLength?: number;
  pattern?: RegExp;
}

export const text = ({ minLength = 0, maxLength, pattern }: TextRules = {}) =>
  typed<string>(
    ["string"],
    (value: unknown) => (typeof value === "string" && value.length < minLength ? "is too short" : undefined),
    (value: unknown) =>
      maxLength !== undefined && typeof value === "string" && value.length > maxLength ? "is too long" : undefined,
    (value: unknown) =>
      pattern && typeof value === "string" && !pattern.test(value)
        ? `does not match ${python(pattern.source)}`
        : undefined,
  );

export const textOrNull = typed<string | null>(["string", "null"]);
export const anything: Shape<unknown> = { violations: () => [] };
export const anyObject = typed<object>(["object"]);
export const flag = typed<boolean>(["boolean"]);
export const integerOrText = typed<number | string>(["integer", "string"]);
export const number = typed<number>(["number"]);
export const numberOrNull = typed<number | null>(["number", "null"]);

interface Range {
  minimum?: number;
  maximum?: number;
}

export const integer = ({ minimum, maximum }: Range = {}) =>
  typed<number>(
    ["integer"],
    (value: unknown) =>
      minimum !== undefined && typeof value === "number" && value < minimum
        ? `is less than the minimum of ${minimum}`
        : undefined,
    (value: unknown) =>
      maximum !== undefined && typeof value === "number" && value > maximum
        ? `is greater than the maximum of ${maximum}`
        : undefined,
  );

const isOneOf = (options: readonly unknown[]) => (value: unknown) =>
  options.includes(value) ? undefined : `is not one of ${python(options)}`;

export const choice = <const T extends string>(...options: T[]) => typed<T>(["string"], isOneOf(options));

export const choiceOrNull = <const T extends string>(...options: T[]) =>
  typed<T | null>(["string", "null"], isOneOf([...options, null]));

export const optional = <T>(shape: Shape<T>): Shape<T | undefined> =>
  ({ ...shape, optional: true }) as Shape<T | undefined>;

interface ListRules {
  minItems?: number;
  uniqueItems?: boolean;
}

export const list = <T>(item: Shape<T>, rules: ListRules = {}): Shape<T[]> => listOf(["array"], item, rules);

export const listOrNull = <T>(item: Shape<T>): Shape<T[] | null> => listOf(["array", "null"], item, {});

function listOf<T, L>(names: string[], item: Shape<T>, { minItems = 0, uniqueItems = false }: ListRules): Shape<L> {
  const array = typed<L>(
    names,
    (value: unknown) => (Array.isArray(value) && value.length < minItems ? "is too short" : undefined),
    (value: unknown) =>
      uniqueItems && Array.isArray(value) && new Set(value).size < value.length ? "has non-unique elements" : undefined,
  );
  return {
    violations: (value, depth) => [
      ...array.violations(value, depth),
      ...(Array.isArray(value) ? value.flatMap((one) => item.violations(one, depth + 1)) : []),
    ],
  };
}

type Properties = Record<string, Shape<unknown>>;
type OptionalKeys<P> = { [K in keyof P]: undefined extends Of<P[K]> ? K : never }[keyof P];
type Fields<P> = { [K in Exclude<keyof P, OptionalKeys<P>>]: Of<P[K]> } & { [K in OptionalKeys<P>]?: Of<P[K]> };

/** No value at all. */
export const never: Shape<undefined> = {
  violations: (value, depth) => [{ depth, text: `{} is not allowed for ${python(value)}` }],
  optional: true,
};

/** Exactly one of these shapes. When none matches, the error is the most deeply nested one. */
export function oneOf<T>(...shapes: Shape<T>[]): Shape<T> {
  return {
    violations(value, depth) {
      const found = shapes.map((shape) => shape.violations(value, depth));
      const fitting = found.filter((violations) => !violations.length).length;
      if (fitting === 1) return [];
      if (fitting) return [{ depth, text: `${python(value)} is valid under each of several schemas` }];
      const deepest = found.flat().reduce((best, one) => (one.depth > best.depth ? one : best));
      return [{ depth, text: deepest.text }];
    },
  };
}

/** An object with these properties and no others. */
export function closed<P extends Properties>(properties: P): Shape<Fields<P>> {
  const open = object(properties);
  return {
    violations(value, depth) {
      const known = Object.keys(properties);
      const odd = Object.keys(types.object?.(value) ? (value as object) : {}).filter((key) => !known.includes(key));
      const text = `Additional properties are not allowed (${odd.map(python).join(", ")} ${odd.length === 1 ? "was" : "were"} unexpected)`;
      return [...(odd.length ? [{ depth, text }] : []), ...open.violations(value, depth)];
    },
  };
}

/** An object with at least these properties. Like Quay, it ignores others. */
export function object<P extends Properties>(properties: P): Shape<Fields<P>> {
  return objectOf(["object"], properties);
}

export function objectOrNull<P extends Properties>(properties: P): Shape<Fields<P> | null> {
  return objectOf(["object", "null"], properties);
}

function objectOf<T>(names: string[], properties: Properties): Shape<T> {
  const any = typed<T>(names);
  return {
    violations(value, depth) {
      const wrong = any.violations(value, depth);
      if (wrong.length || value === null) return wrong;
      const given = value as Record<string, unknown>;
      return Object.entries(properties).flatMap(([key, shape]) => {
        if (key in given) return shape.violations(given[key], depth + 1);
        return shape.optional ? [] : [{ depth, text: `${python(key)} is a required property` }];
      });
    },
  };
}

/** Refuses a value that does not have the shape. Of several mistakes, Quay names the outermost. */
export function validate<T>(value: unknown, shape: Shape<T>): T {
  const [first, ...rest] = shape.violations(value, 0);
  if (!first) return value as T;
  const worst = rest.reduce((best, one) => (one.depth < best.depth ? one : best), first);
  throw invalid(`${worst.text}\n\nFailed validating the body of the request`);
}
