import { z } from "zod";

declare const exactly: unique symbol;

/** What `objectOf` makes. Taking and giving the interface, it is of no other, neither narrower nor wider. */
export type ObjectOf<T> = z.ZodType<T> & { readonly [exactly]: (value: T) => T };

/** What accepts a type: of objects, in lists and maps too, every property is said. */
export type Accepted<T> = unknown extends T
  ? z.ZodType<T>
  : [T] extends [readonly (infer Item)[]]
    ? z.ZodType<T> & { readonly element: Accepted<Item> }
    : [T] extends [object]
      ? string extends keyof T
        ? z.ZodType<T> & { readonly valueType: Accepted<T[keyof T]> }
        : ObjectOf<T>
      : z.ZodType<T>;

/** One zod line for each property. Who may leave a property out leaves it out, or gets its default. */
type Shape<T> = {
  [Name in keyof T]-?: undefined extends T[Name]
    ? z.ZodOptional<Accepted<NonNullable<T[Name]>>> | z.ZodDefault<Accepted<NonNullable<T[Name]>>>
    : Accepted<T[Name]>;
};

/** An object with the properties of an interface, and no others. */
export function objectOf<T extends object>(shape: Shape<T>): ObjectOf<T> {
  return z.strictObject(shape as z.ZodRawShape) as unknown as ObjectOf<T>;
}
