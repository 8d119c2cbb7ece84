import fc from "fast-check";
import { unknownValues } from "../../provider/lifecycle/unknown";
import schema from "../../schema.json";
import { type Described, formatOf, type Properties, resourceOf, wellFormed } from "./arbitraries";
import { text } from "./formats";

export interface Malformed {
  program: Properties;
  /** The property to be named. */
  property: string;
}

const huge = "a".repeat(100_000);
const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner }), "x");

/** Values of every type except these. */
const valuesExcept = (...types: string[]): fc.Arbitrary<unknown> => {
  const values: Record<string, fc.Arbitrary<unknown>> = {
    string: fc.oneof(text, fc.constantFrom("", "0", "true", "null", huge)),
    boolean: fc.boolean(),
    number: fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53)),
    null: fc.constant(null),
    array: fc.array(fc.jsonValue(), { maxLength: 3 }),
    object: fc.oneof(fc.dictionary(text, fc.jsonValue(), { maxKeys: 3 }), fc.constantFrom({}, deep)),
  };
  return fc.oneof(
    ...Object.entries(values)
      .filter(([type]) => !types.includes(type))
      .map(([, arbitrary]) => arbitrary),
  );
};

const typesOf: Record<string, string[]> = {
  string: ["string"],
  boolean: ["boolean"],
  integer: ["number"],
  number: ["number"],
  object: ["object"],
  array: ["array"],
};

/** Values that a property must not have. */
function malformedValue(kind: string, property: string): fc.Arbitrary<unknown> {
  const { accepts, bad } = formatOf(kind, property);
  const { type } = resourceOf(kind).inputProperties[property] as Described;
  // Pulumi treats undefined and null alike, and a resource without a name gets the logical one.
  const types = [...(typesOf[type] ?? []), ...(["name", "title"].includes(property) ? ["null"] : [])];
  return fc.oneof(
    valuesExcept(...types),
    ...(accepts
      ? [
          fc
            .oneof(
              text,
              fc.string({ unit: "binary" }),
              fc.constantFrom(huge, "__proto__", "constructor", "../..", "%2e%2e", "\0"),
            )
            .filter((word) => !accepts(word)),
        ]
      : []),
    ...(bad ? [fc.constantFrom(...bad)] : []),
  );
}

const strange = [
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "",
  " ",
  "length",
  huge,
];

/** A program with one error. */
export function malformed(kind: string): fc.Arbitrary<Malformed> {
  const { inputProperties, requiredInputs } = resourceOf(kind);
  const known = Object.keys(inputProperties);
  const wrongValue = fc
    .constantFrom(...known)
    .chain((property) =>
      fc
        .tuple(wellFormed(kind), malformedValue(kind, property))
        .map(([program, value]) => ({ program: { ...program, [property]: value }, property })),
    );
  const unheardOf = fc
    .tuple(
      wellFormed(kind),
      fc
        .oneof(text, fc.constantFrom(...strange, ...known.map((property) => `${property}s`)))
        .filter((word) => !known.includes(word) && !word.startsWith("__") && !(word in outputs(kind))),
      valuesExcept(),
    )
    .map(([program, property, value]) => ({ program: { ...program, [property]: value }, property }));
  if (requiredInputs.length === 0) return fc.oneof(wrongValue, unheardOf);
  const missing = fc.tuple(wellFormed(kind), fc.constantFrom(...requiredInputs)).map(([program, property]) => {
    const { [property]: _, ...rest } = program;
    return { program: rest, property };
  });
  return fc.oneof(wrongValue, wrongValue, missing, unheardOf);
}

/** A program may pass on all outputs of another resource. */
const outputs = (kind: string): object =>
  Object.assign(
    Object.create(null),
    (schema.resources[`quay:index:${kind}` as keyof typeof schema.resources] as { properties: object }).properties,
  );

/** A program with values that are unknown before the update, at any depth. */
export function unknown(kind: string): fc.Arbitrary<{ program: Properties; properties: string[] }> {
  const placeholder = fc.constantFrom(...unknownValues);
  const somewhere = fc.oneof(
    placeholder,
    placeholder.map((one) => [one]),
    placeholder.map((one) => ({ a: { b: ["c", one] } })),
  );
  const { inputProperties } = resourceOf(kind);
  return fc
    .tuple(
      wellFormed(kind),
      fc.uniqueArray(fc.constantFrom(...Object.keys(inputProperties)), { minLength: 1 }),
      fc.array(somewhere, { minLength: 12, maxLength: 12 }),
    )
    .map(([program, properties, values]) => ({
      program: { ...program, ...Object.fromEntries(properties.map((property, index) => [property, values[index]])) },
      properties,
    }));
}
