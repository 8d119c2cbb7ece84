import type { Property as Described, Type } from "../schema/types";

/** A property as schema.json describes it. */
export interface Property {
  name: string;
  type: string;
  description: string;
  default?: unknown;
  required: boolean;
  secret: boolean;
  replaces: boolean;
}

/** An object type in a property. */
export interface NamedType {
  name: string;
  description: string;
  properties: Property[];
}

/** An enumeration, or an object. */
export interface DescribedType {
  description?: string;
  enum?: { value: string }[];
  properties?: Record<string, Described>;
  required?: string[];
}

type Types = Record<string, DescribedType>;

const tokenOf = ({ $ref = "" }: Type) => $ref.replace("#/types/", "");
const nameOf = (token: string) => token.slice(token.lastIndexOf(":") + 1);

export function propertiesIn(types: Types, described: Record<string, Described>, required: string[] = []): Property[] {
  return Object.entries(described).map(([name, property]) => {
    const { description = "", secret = false, willReplaceOnChanges: replaces = false } = property;
    return {
      ...{ name, type: typeText(types, property), description: description.replace(/\s+/g, " ") },
      ...{ default: property.default, required: required.includes(name), secret, replaces },
    };
  });
}

/** A type in TypeScript syntax. */
function typeText(types: Types, type: Type): string {
  const named = types[tokenOf(type)];
  if (named?.enum) return named.enum.map(({ value }) => JSON.stringify(value)).join(" | ");
  if (named) return nameOf(tokenOf(type));
  if (type.items) {
    const item = typeText(types, type.items);
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  if (type.additionalProperties) return `{ [name]: ${typeText(types, type.additionalProperties)} }`;
  return type.type ?? "any";
}

/** All object types in these properties, each before the types nested in it. */
export function interfacesIn(types: Types, described: readonly Type[]): NamedType[] {
  const found = new Map<string, NamedType>();
  const visit = (type: Type): void => {
    for (const inner of [type.items, type.additionalProperties]) if (inner) visit(inner);
    const token = tokenOf(type);
    const { properties, description = "", required } = types[token] ?? {};
    if (!properties || found.has(token)) return;
    found.set(token, { name: nameOf(token), description, properties: propertiesIn(types, properties, required) });
    for (const property of Object.values(properties)) visit(property);
  };
  for (const type of described) visit(type);
  return [...found.values()];
}
