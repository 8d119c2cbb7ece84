import { z } from "zod";

declare const exactly: unique symbol;

/** The result of `objectOf`. The type is invariant: it fits exactly this interface, neither a narrower nor a wider one. */
export type ObjectOf<T> = z.ZodType<T> & { readonly [exactly]: (value: T) => T };

/** The schema type for a TypeScript type. Objects, also in lists and maps, need a schema for every property. */
export type Accepted<T> = unknown extends T
  ? z.ZodType<T>
  : [T] extends [readonly (infer Item)[]]
    ? z.ZodType<T> & { readonly element: Accepted<Item> }
    : [T] extends [object]
      ? string extends keyof T
        ? z.ZodType<T> & { readonly valueType: Accepted<T[keyof T]> }
        : ObjectOf<T>
      : z.ZodType<T>;

/** A zod schema for each property. An optional property is optional in zod, or has a default. */
type Shape<T> = {
  [Name in keyof T]-?: undefined extends T[Name]
    ? z.ZodOptional<Accepted<NonNullable<T[Name]>>> | z.ZodDefault<Accepted<NonNullable<T[Name]>>>
    : Accepted<T[Name]>;
};

/** An object with the properties of an interface, and no others. */
export function objectOf<T extends object>(shape: Shape<T>): ObjectOf<T> {
  return z.strictObject(shape as z.ZodRawShape) as unknown as ObjectOf<T>;
}
