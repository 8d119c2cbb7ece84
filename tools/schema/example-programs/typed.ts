import type { Property, Type } from "../types";

/** The types of the package schema that a program's values have. */
export interface SchemaTypes {
  resources: Record<string, { inputProperties: Record<string, Property>; properties: Record<string, Property> }>;
  types: Record<string, object>;
}

/** A named type of the package schema. */
export interface NamedType {
  name: string;
  enum?: { name: string; value: string }[];
  properties?: Record<string, Property>;
}

/** The enumeration or object type that a type refers to; undefined for others. */
export function namedType({ types }: SchemaTypes, { $ref = "" }: Type): NamedType | undefined {
  const token = $ref.replace("#/types/", "");
  return types[token] && { name: token.slice(token.lastIndexOf(":") + 1), ...types[token] };
}

/** The name of an enumeration's value, for example `ReadOnly`. */
export function memberOf({ name, enum: members = [] }: NamedType, value: unknown): string {
  const member = members.find((one) => one.value === value);
  if (!member) throw new Error(`An example gives ${JSON.stringify(value)} where a ${name} is meant.`);
  return member.name;
}
