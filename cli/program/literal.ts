/** TypeScript source in place of a value, such as the output of another resource. */
export class Expression {
  constructor(readonly text: string) {}
}

/** The source of a value on one line. */
export function literal(value: unknown): string {
  if (value instanceof Expression) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, inner]) => property(name, literal(inner)));
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}

/**
 * A property of an object literal. Where every object has a property of that name, such as `constructor`, the compiler does not
 * see that the value is meant for a map, and would take a literal for any text.
 */
export function property(name: string, source: string): string {
  return `${key(name)}: ${source}${name in {} && /^["{]/.test(source) ? " as const" : ""}`;
}

/** A key of an object literal. Without brackets `__proto__` would set the prototype. */
export function key(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return isIdentifier(name) ? name : JSON.stringify(name);
}

export const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);
