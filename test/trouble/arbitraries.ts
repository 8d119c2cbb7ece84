import fc from "fast-check";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import schema from "../../schema.json";
import { specimenOf } from "../kinds";
import { type Format, formats, type PropertyFormat, text } from "./formats";

export type Properties = Record<string, unknown>;

export interface Described {
  type: string;
  $ref?: string;
}

export const kinds = Object.keys(resources);

export const resourceOf = (kind: string) =>
  schema.resources[`quay:index:${kind}` as keyof typeof schema.resources] as unknown as {
    inputProperties: Record<string, Described>;
    requiredInputs: string[];
  };

const enumOf = ({ $ref = "" }: Described): string[] | undefined =>
  (schema.types as Record<string, { enum?: { value: string }[] }>)[$ref.slice("#/types/".length)]?.enum?.map(
    ({ value }) => value,
  );

/** The formats of values by property name. A specimen names the exceptions. */
const byName: Record<string, Format> = {
  organization: "name",
  namespace: "name",
  team: "name",
  name: "name",
  repository: "repository path",
  member: "user or robot",
  user: "user or robot",
  createdBy: "user or robot",
  description: "text",
};

export function formatOf(kind: string, property: string): PropertyFormat {
  const described = resourceOf(kind).inputProperties[property] as Described;
  const values = enumOf(described);
  if (values) return { good: fc.constantFrom(...values), accepts: (word) => values.includes(word) };
  const format = specimenOf(kind).formats?.[property] ?? byName[property];
  if (format) return formats[format];
  if (described.type === "boolean") return { good: fc.boolean() };
  const examples = specimenValues(kind, property);
  return { good: examples.length > 0 ? fc.constantFrom(...examples) : text };
}

/** The values of a property in a specimen. */
function specimenValues(kind: string, property: string): unknown[] {
  const { least, changes, renamed, drifts } = specimenOf(kind);
  const { ours, theirs } = drifts[property] ?? {};
  return [least[property], changes[property], renamed[property], ours, theirs].filter((value) => value !== undefined);
}

/** Valid inputs of a kind. */
export function wellFormed(kind: string): fc.Arbitrary<Properties> {
  const { inputProperties, requiredInputs } = resourceOf(kind);
  const all = Object.keys(inputProperties).map((property) => [property, formatOf(kind, property).good] as const);
  // A logical name can be any string; one that serves as the name has a test of its own.
  const requiredKeys = [...requiredInputs, ...["name", "title"].filter((name) => name in inputProperties)];
  return fc
    .record(Object.fromEntries(all), { requiredKeys })
    .map((given) => agreeing(kind, specimenOf(kind).agreeing?.(given) ?? given));
}

/** Of inputs that exclude each other the first stays, or that of the specimen; and those that do not go with another go. */
function agreeing(kind: string, given: Properties): Properties {
  const { exactlyOne, onlyWith } = resources[kind] as Resource;
  const { least } = specimenOf(kind);
  const [one = exactlyOne.find((name) => name in least)] = exactlyOne.filter((name) => given[name] !== undefined);
  const isLeft = (name: string) => {
    const { property, values } = onlyWith[name] ?? {};
    if (exactlyOne.includes(name)) return name === one;
    return property === undefined || values?.includes(String(given[property]));
  };
  const kept = Object.entries(given).filter(([name]) => isLeft(name));
  return { ...(one !== undefined && { [one]: least[one] }), ...Object.fromEntries(kept) };
}
