import type { DeclaredType, Interfaces } from "./interfaces";
import { enumerationOf, PREFIX, type Property, referenced, type Type } from "./types";

/** The component's token; programs that use it have the token in their state. */
export const BLUEPRINT = "OrganizationBlueprint";

type Properties = Record<string, Property>;

/** A part whose values are plain inputs of a kind with another name. */
const plainKinds: Record<string, string> = { AutoPruneBlueprint: "NamespaceAutoPrunePolicy" };

/** Properties of a part that are an input of another kind. */
const inputsOfOthers: Record<string, [kind: string, input: string]> = {
  "RobotBlueprint.federation": ["RobotFederation", "identities"],
};

/**
 * The entry of the blueprint in the package schema. What an interface takes from a kind is described as that kind's input; all else
 * is plain: names have to be known before anything is made.
 */
export class BlueprintSchema {
  /** The types of its inputs. */
  readonly types: Record<string, object> = {};

  constructor(
    private readonly declared: Interfaces,
    private readonly inputsOf: (kind: string) => Properties,
  ) {}

  resource() {
    const output = (name: string, type: Type) => ({
      [name]: { ...type, description: this.declared.docOf("sdk", BLUEPRINT, name) },
    });
    const texts = { type: "object", additionalProperties: { type: "string" } };
    const properties: Properties = {
      ...output("name", { type: "string" }),
      ...output("images", texts),
      ...output("pullSecrets", { ...texts, secret: true } as Property),
      ...output("organization", resource("Organization")),
      ...output("teams", { type: "object", additionalProperties: resource("Team") }),
      ...output("robots", { type: "object", additionalProperties: resource("Robot") }),
      ...output("repositories", { type: "object", additionalProperties: resource("Repository") }),
    };
    return {
      description: this.declared.docOf("sdk", BLUEPRINT),
      isComponent: true,
      properties,
      required: Object.keys(properties).sort(),
      inputProperties: this.properties(`${BLUEPRINT}Args`),
      requiredInputs: [],
    };
  }

  private properties(owner: string): Properties {
    const kind = owner.replace(/Blueprint(Args)?$/, "");
    const entries = Object.entries(this.declared.get(owner).properties ?? {}).map(([name, declared]) => {
      const [other, input] = inputsOfOthers[`${owner}.${name}`] ?? [plainKinds[owner] ?? kind, name];
      const isPlain = !referenced(declared).startsWith("Input<") && other === kind;
      const ofKind = isPlain ? undefined : this.inputsOf(other)[input];
      const type = ofKind ? kindInput(ofKind) : this.typeOf(declared);
      if (owner in plainKinds) type.plain = true;
      return [name, { ...type, description: declared.description }];
    });
    return Object.fromEntries(entries);
  }

  private typeOf(declared: DeclaredType): Type {
    if (declared.$ref) return this.reference(referenced(declared));
    // TypeScript programs may also write names as the keys of a map.
    const list = [declared, ...(declared.anyOf ?? [])].find(({ type }) => type === "array");
    if (list) return { type: "array", items: this.typeOf(list.items as DeclaredType), plain: true };
    return { type: declared.type as string, plain: true };
  }

  private reference(name: string): Type {
    const [, container, inner = ""] = /^(Record<string,|Input<)(.+)>$/.exec(name) ?? [];
    if (container === "Input<") return { ...this.reference(inner), plain: undefined };
    if (container) return { type: "object", additionalProperties: this.reference(inner), plain: true };
    const token = `${PREFIX}${name}`;
    const { enum: literals, description } = this.declared.get(name);
    if (literals) this.types[token] ??= enumerationOf(literals as string[], description);
    else this.types[token] ??= { type: "object", description, properties: this.properties(name) };
    return { $ref: `#/types/${token}`, ...(literals && { type: "string" }), plain: true };
  }
}

/** A reference to a resource, whose outputs a program can use. */
const resource = (kind: string): Type => ({ $ref: `#/resources/${PREFIX}${kind}` });

/** The default of a kind's input is that of the part. */
function kindInput(input: Property): Type {
  const { default: fallback, willReplaceOnChanges, ...type } = input;
  return type;
}
