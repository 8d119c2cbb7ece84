import type { Declared, Interfaces } from "./interfaces";

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
  /** The interfaces that it stands in. */
  within: readonly string[];
}

const PREFIX = "quay:index:";

/** The section `types` of the schema: interfaces and enumerations, each once. */
export class NamedTypes {
  readonly all: Record<string, object> = {};
  /** The names of the interfaces among them. */
  readonly interfaces = new Set<string>();

  constructor(private readonly declared: Interfaces) {}

  /** The properties of a kind or interface. */
  properties(
    owner: string,
    { properties = {} }: Declared,
    facts: Record<string, Facts>,
    within: readonly string[] = [],
  ): Record<string, Property> {
    const entries = Object.entries(properties).map(([name, property]): [string, Property] => {
      const { description } = property;
      const known = facts[name] ?? {};
      // A schema has no constants with a structure.
      const standard = typeof known.default === "object" ? undefined : known.default;
      const { type, $ref, ...inner } = this.typeOf(property, known, { owner, name, description, within });
      return [name, { type, description, default: standard, ...inner, $ref }];
    });
    return Object.fromEntries(entries);
  }

  private typeOf(declared: Declared, facts: Facts, place: Place): Type {
    if (declared.$ref) {
      const name = decodeURIComponent(declared.$ref.replace("#/definitions/", ""));
      const [, values] = /^Record<string,(.+)>$/.exec(name) ?? [];
      return values ? this.map(values, facts, place) : this.interface(name, facts, place);
    }
    const literals = declared.enum ?? (declared.const === undefined ? undefined : [declared.const]);
    if (literals?.every((value) => typeof value === "string")) return this.enumeration(facts.enum ?? literals, place);
    const why = inexpressible(declared);
    if (why) throw new Error(`${place.name} of ${place.owner}: ${why}`);
    switch (declared.type) {
      case "array":
        return { type: "array", items: this.typeOf(declared.items as Declared, facts.items ?? {}, place) };
      case undefined:
        return { $ref: "pulumi.json#/Any" };
    }
    return { type: facts.type === "integer" ? "integer" : (declared.type as string) };
  }

  /** What a map holds is known from its name; what is no interface, from zod. */
  private map(values: string, { additionalProperties: facts = {} }: Facts, place: Place): Type {
    const isInterface = /^[A-Z]\w*$/.test(values);
    const held = isInterface ? this.interface(values, facts, place) : this.typeOf({ type: facts.type }, facts, place);
    return { type: "object", additionalProperties: held };
  }

  private enumeration(values: readonly string[], { owner, name, description }: Place): Type {
    const token = `${PREFIX}${owner}${name[0]?.toUpperCase()}${name.slice(1)}`;
    this.all[token] ??= { type: "string", description, enum: values.map((value) => ({ value })) };
    return { type: "string", $ref: `#/types/${token}` };
  }

  private interface(name: string, facts: Facts, { within }: Place): Type {
    const token = `${PREFIX}${name}`;
    if (within.includes(name)) throw new Error(`${name} holds itself, which not every language can say.`);
    if (!this.interfaces.has(name)) {
      this.interfaces.add(name);
      const declared = this.declared.get(name);
      const properties = this.properties(name, declared, facts.properties ?? {}, [...within, name]);
      const { description, required = [] } = declared;
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
