import { isDeepStrictEqual } from "node:util";
import type { Declared } from "./interfaces";

/** A type as a Pulumi package schema has it. */
export interface Type {
  type?: string;
  $ref?: string;
  items?: Type;
  additionalProperties?: Type;
}

/** A property as a Pulumi package schema has it. */
export interface Property extends Type {
  description?: string;
  default?: unknown;
  willReplaceOnChanges?: true;
  secret?: true;
}

/** What zod knows of a value beyond its TypeScript type, as JSON schema. */
export interface Facts {
  type?: string;
  default?: unknown;
  enum?: string[];
  items?: Facts;
  properties?: Record<string, Facts>;
  additionalProperties?: Facts;
}

/** Where a type stands. */
interface Place {
  /** The kind or interface that has the property, and with the property's name names its enumeration. */
  owner: string;
  name: string;
  description?: string;
  definitions: Record<string, Declared>;
  /** The interfaces that it stands in. */
  within: readonly string[];
}

const PREFIX = "quay:index:";

/** The section `types` of the schema: interfaces and enumerations, each once. */
export class NamedTypes {
  readonly all: Record<string, object> = {};
  private readonly interfaces = new Map<string, Declared>();

  /** The names of the interfaces among them. */
  get names(): string[] {
    return [...this.interfaces.keys()];
  }

  /** The properties of a kind or interface. */
  properties(owner: string, declared: Declared, facts: Record<string, Facts>): Record<string, Property> {
    return this.propertiesIn(declared, facts, { owner, definitions: declared.definitions ?? {}, within: [] });
  }

  private propertiesIn(
    { properties = {} }: Declared,
    facts: Record<string, Facts>,
    around: Omit<Place, "name" | "description">,
  ): Record<string, Property> {
    const entries = Object.entries(properties).map(([name, property]): [string, Property] => {
      const { description } = property;
      const known = facts[name] ?? {};
      const { type, $ref, ...inner } = this.typeOf(property, known, { ...around, name, description });
      return [name, { type, description, default: known.default, ...inner, $ref }];
    });
    return Object.fromEntries(entries);
  }

  private typeOf(declared: Declared, facts: Facts, place: Place): Type {
    if (declared.$ref) {
      const name = decodeURIComponent(declared.$ref.replace("#/definitions/", ""));
      const found = place.definitions[name] ?? {};
      // The compiler names generic types too, such as Record<string, string>.
      return found.properties ? this.interface(name, found, facts, place) : this.typeOf(found, facts, place);
    }
    const literals = declared.enum ?? (declared.const === undefined ? undefined : [declared.const]);
    if (literals?.every((value) => typeof value === "string")) return this.enumeration(facts.enum ?? literals, place);
    const why = inexpressible(declared);
    if (why) throw new Error(`${place.name} of ${place.owner}: ${why}`);
    switch (declared.type) {
      case "array":
        return { type: "array", items: this.typeOf(declared.items as Declared, facts.items ?? {}, place) };
      case "object":
        return { type: "object", additionalProperties: this.valuesOf(declared, facts, place) };
      case undefined:
        return { $ref: "pulumi.json#/Any" };
    }
    return { type: facts.type === "integer" ? "integer" : (declared.type as string) };
  }

  private valuesOf({ additionalProperties }: Declared, facts: Facts, place: Place): Type {
    const values = typeof additionalProperties === "object" ? additionalProperties : {};
    return this.typeOf(values, facts.additionalProperties ?? {}, place);
  }

  private enumeration(values: readonly string[], { owner, name, description }: Place): Type {
    const token = `${PREFIX}${owner}${name[0]?.toUpperCase()}${name.slice(1)}`;
    this.all[token] ??= { type: "string", description, enum: values.map((value) => ({ value })) };
    return { type: "string", $ref: `#/types/${token}` };
  }

  private interface(name: string, declared: Declared, facts: Facts, { definitions, within }: Place): Type {
    const token = `${PREFIX}${name}`;
    const known = this.interfaces.get(name);
    if (within.includes(name)) throw new Error(`${name} holds itself, which not every language can say.`);
    if (known && !isDeepStrictEqual(known, declared)) throw new Error(`Two interfaces are called ${name}: rename one.`);
    if (!known) {
      const inside = { owner: name, definitions, within: [...within, name] };
      const properties = this.propertiesIn(declared, facts.properties ?? {}, inside);
      const { description, required = [] } = declared;
      this.interfaces.set(name, declared);
      this.all[token] = { type: "object", description, properties, required: [...required].sort() };
    }
    return { $ref: `#/types/${token}` };
  }
}

/** Why a type cannot stand in the schema: every language has to be able to say it. */
function inexpressible({
  type,
  anyOf,
  enum: literals,
  const: literal,
  properties,
  items,
}: Declared): string | undefined {
  if (anyOf || Array.isArray(type)) {
    const either = anyOf?.map((one) => one.$ref?.split("/").at(-1) ?? one.type) ?? type;
    return `not every language can say a union, here of ${[either].flat().join(" and ")}. Declare a property for each.`;
  }
  if (literals || literal !== undefined) return "only texts can be enumerated. Declare it as number or boolean.";
  if (properties) return "an object needs a type with a name. Declare and export an interface for it.";
  if (Array.isArray(items)) return "not every language can say a tuple. Declare and export an interface.";
  return undefined;
}
