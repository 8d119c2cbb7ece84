import type { DeclaredType, Interfaces } from "./interfaces";

/** A type in a Pulumi package schema. */
export interface Type {
  type?: string;
  $ref?: string;
  items?: Type;
  additionalProperties?: Type;
  /** As an input it cannot be an output of another resource. */
  plain?: true;
}

/** A property in a Pulumi package schema. */
export interface Property extends Type {
  description?: string;
  default?: unknown;
  willReplaceOnChanges?: true;
  secret?: true;
}

/** What the Zod schema of a value adds to its TypeScript type, as JSON schema. */
export interface Facts {
  type?: string;
  default?: unknown;
  enum?: string[];
  items?: Facts;
  properties?: Record<string, Facts>;
  additionalProperties?: Facts;
}

/** The property in which a type is used. */
interface TypeContext {
  /** The kind or interface with the property. Enumerations are named after both. */
  owner: string;
  name: string;
  description?: string;
  /** The interfaces that enclose it, to detect recursion. */
  within: readonly string[];
}

export const PREFIX = "quay:index:";

/** The section `types` of the schema: interfaces and enumerations, each once. */
export class NamedTypes {
  readonly all: Record<string, object> = {};
  /** The names of the interfaces among them. */
  readonly interfaces = new Set<string>();

  /** Enumerations become strings when `enumerates` is false, for values that Quay may add to. */
  constructor(
    private readonly declared: Interfaces,
    private readonly enumerates = true,
  ) {}

  /** The properties of a kind or interface. */
  properties(
    owner: string,
    { properties = {} }: DeclaredType,
    facts: Record<string, Facts>,
    within: readonly string[] = [],
  ): Record<string, Property> {
    const entries = Object.entries(properties).map(([name, property]): [string, Property] => {
      const { description } = property;
      const known = facts[name] ?? {};
      // A package schema allows only primitive defaults.
      const fallback = typeof known.default === "object" ? undefined : known.default;
      const { type, $ref, ...inner } = this.typeOf(property, known, { owner, name, description, within });
      return [name, { type, description, default: fallback, ...inner, $ref }];
    });
    return Object.fromEntries(entries);
  }

  /** A reference to an interface. */
  named(name: string): Type {
    return this.interface(name, {}, { owner: name, name, within: [] });
  }

  private typeOf(declared: DeclaredType, facts: Facts, context: TypeContext): Type {
    if (declared.$ref) {
      const name = referenced(declared);
      const [, values] = /^Record<string,(.+)>$/.exec(name) ?? [];
      if (values) return this.map(values, facts, context);
      const { enum: literals } = this.declared.get(name);
      return literals ? this.typeOf({ enum: literals }, facts, context) : this.interface(name, facts, context);
    }
    const literals = declared.enum ?? (declared.const === undefined ? undefined : [declared.const]);
    if (literals?.every((value) => typeof value === "string")) return this.enumeration(facts.enum ?? literals, context);
    const reason = unsupportedReason(declared);
    if (reason) throw new Error(`${context.name} of ${context.owner}: ${reason}`);
    switch (declared.type) {
      case "array":
        return { type: "array", items: this.typeOf(declared.items as DeclaredType, facts.items ?? {}, context) };
      case undefined:
        return { $ref: "pulumi.json#/Any" };
    }
    return { type: facts.type === "integer" ? "integer" : (declared.type as string) };
  }

  /** The value type of a map is named in the reference if it is an interface or a primitive, and otherwise known from Zod. */
  private map(values: string, { additionalProperties: facts = {} }: Facts, context: TypeContext): Type {
    const isInterface = /^[A-Z]\w*$/.test(values);
    const isPrimitive = /^(string|number|boolean)$/.test(values);
    const valueType = isInterface
      ? this.interface(values, facts, context)
      : this.typeOf({ type: facts.type ?? (isPrimitive ? values : undefined) }, facts, context);
    return { type: "object", additionalProperties: valueType };
  }

  private enumeration(values: readonly string[], { owner, name, description }: TypeContext): Type {
    if (!this.enumerates) return { type: "string" };
    // RepositoryState and RepositoryArgs are all outputs and arguments of a Repository, so an enumeration has another name.
    const suffix = /^(state|args)$/.test(name) ? "Value" : "";
    const token = `${PREFIX}${owner}${pascalCase(name)}${suffix}`;
    this.all[token] ??= enumerationOf(values, description);
    return { type: "string", $ref: `#/types/${token}` };
  }

  private interface(name: string, facts: Facts, { within }: TypeContext): Type {
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

/** The name of the type that a reference is about, for example `Record<string,Rule>`. */
export const referenced = ({ $ref = "" }: DeclaredType): string =>
  decodeURIComponent($ref.replace("#/definitions/", ""));

/** An enumeration as the package schema describes it. Without names of their own some languages would have `REA_D_ONLY`. */
export const enumerationOf = (values: readonly string[], description?: string) => ({
  type: "string",
  description,
  enum: values.map((value) => ({ name: pascalCase(value), value })),
});

/** `ReadOnly` for `READ_ONLY`, `TagExpiration` for `tagExpiration`. */
export function pascalCase(words: string): string {
  const parts = words === words.toUpperCase() ? words.toLowerCase().split(/[^a-z0-9]+/) : words.split(/[^A-Za-z0-9]+/);
  return parts.map((part) => `${part[0]?.toUpperCase() ?? ""}${part.slice(1)}`).join("");
}

/** Why a type cannot be in the package schema, which has to work for every language; undefined when it can. */
function unsupportedReason({
  type,
  anyOf,
  enum: literals,
  const: literal,
  properties,
  items,
}: DeclaredType): string | undefined {
  if (anyOf || Array.isArray(type)) {
    const alternatives = anyOf?.map((one) => one.$ref?.split("/").at(-1) ?? one.type) ?? type;
    return `not every language can say a union, here of ${[alternatives].flat().join(" and ")}. Declare a property for each.`;
  }
  if (literals || literal !== undefined) return "only texts can be enumerated. Declare it as number or boolean.";
  if (properties) return "an object needs a type with a name. Declare and export an interface for it.";
  if (Array.isArray(items)) return "not every language can say a tuple. Declare and export an interface.";
  return undefined;
}
