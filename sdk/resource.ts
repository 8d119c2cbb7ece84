import * as pulumi from "@pulumi/pulumi";
import { nativeTypeOf } from "../provider/serve/stored";
import { type Face, isOfType, otherFace } from "./face";
import { collectMalformed } from "./malformed";
import { requireKnownSettings, requireProviderOf } from "./provider";

/** A kind in the generated schema. */
interface KindSchema {
  properties: Record<string, { secret?: boolean }>;
  inputProperties: Record<string, { secret?: boolean }>;
}
const schema = require("pulumi-quay/schema.json") as { resources: Record<string, KindSchema> };

/** The arguments of a kind, each, and all that is in it, as a value or as another resource's output. */
export type Inputs<Args> = {
  [Name in keyof Args]: pulumi.Input<unknown extends Args[Name] ? Args[Name] : Inputs<Args[Name]>>;
};

/** The properties of a kind, known after the update. */
export type Outputs<State> = { readonly [Name in keyof State]-?: pulumi.Output<State[Name]> };

/** A kind as a class. */
export type Kind<Args, State> =
  Partial<Args> extends Args ? KindWithOptionalArgs<Args, State> : KindWithRequiredArgs<Args, State>;

/** The class of a kind with required arguments. */
export interface KindWithRequiredArgs<Args, State> extends KindStatics<State> {
  /**
   * @param name Logical name, unique among the resources of this kind in the stack.
   * @param args What to ask for.
   * @param options Pulumi's options, for example `protect`, `dependsOn`, `provider`.
   */
  new (
    name: string,
    args: Inputs<Args>,
    options?: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Outputs<State>;
}

/** The class of a kind without required arguments. */
export interface KindWithOptionalArgs<Args, State> extends KindStatics<State> {
  /**
   * @param name Logical name, unique among the resources of this kind in the stack.
   * @param args What to ask for.
   * @param options Pulumi's options, for example `protect`, `dependsOn`, `provider`.
   */
  new (
    name: string,
    args?: Inputs<Args>,
    options?: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Outputs<State>;
}

/** The static methods of every kind. */
export interface KindStatics<State> {
  /** Reads one that exists, without managing it. Fails when there is none. */
  get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Outputs<State>;

  /** Whether an object is one of this kind, also across copies of this package. */
  isInstance(value: unknown): boolean;
}

/** The class of a kind in a face. */
export function kind<Args, State>(name: string, face: Face): Kind<Args, State> {
  const type = face.typeOf(name);
  const described = schema.resources[nativeTypeOf(name)];
  const properties = Object.entries(described?.properties ?? {});
  const inputs = described?.inputProperties ?? {};
  const isGuarded = "forceDelete" in inputs;
  const outputs = Object.fromEntries(properties.map(([property]) => [property, undefined]));
  const secrets = properties.filter(([, { secret }]) => secret).map(([property]) => property);
  const aliases = [{ type: otherFace(face).typeOf(name) }];

  class Resource extends pulumi.CustomResource {
    constructor(logicalName: string, args: pulumi.Inputs | null = {}, options: pulumi.CustomResourceOptions = {}) {
      const label = `${name} ${logicalName}`;
      requireKnownSettings();
      requireProviderOf(face, label, options);
      if (options.import && !face.imports) {
        throw new pulumi.RunError(
          `${label}: the option import does not work with dynamic providers of Pulumi. Set adopt: true to take over ` +
            "what exists, or import many at once with pulumi import --file.",
        );
      }
      const declared = options.id
        ? face.hiddenReadInputs(name)
        : {
            ...face.hiddenInputs(name, logicalName),
            __retained: options.retainOnDelete,
            __malformed: collectMalformed(name, logicalName, args ?? {}, options.ignoreChanges),
          };
      const own = pulumi.mergeOptions({ ...face.plugin, additionalSecretOutputs: secrets, aliases }, options);
      super(type, logicalName, { ...outputs, ...withSecrets(args ?? {}), ...declared }, own);
      if (isGuarded && !options.id) guarded.set(this, { label, forceDelete: args?.forceDelete });
      if (options.deletedWith) warnOfGuard(this, label, options.deletedWith);
    }

    static get(logicalName: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions) {
      return new Resource(logicalName, {}, { ...options, id });
    }

    static override isInstance(value: unknown): value is Resource {
      return isOfType(value, type);
    }
  }

  function withSecrets(args: pulumi.Inputs): pulumi.Inputs {
    const entries = Object.entries(args).map(([property, value]) => {
      const isSecret = inputs[property]?.secret && value !== undefined;
      return [property, isSecret ? pulumi.secret(value) : value];
    });
    return Object.fromEntries(entries);
  }
  return Resource as unknown as Kind<Args, State>;
}

/** Resources with a guard, and their forceDelete in the program. */
const guarded = new WeakMap<pulumi.Resource, { label: string; forceDelete?: pulumi.Input<boolean> }>();

/** deletedWith removes a resource from the state without a request, even when the guard then keeps the parent in Quay. */

function warnOfGuard(resource: pulumi.Resource, name: string, parent: pulumi.Resource): void {
  const guard = guarded.get(parent);
  if (!guard) return;
  pulumi.output(guard.forceDelete).apply((force) => {
    if (force) return;
    const text =
      `${name} is deletedWith ${guard.label}, which has no forceDelete. Where Quay then keeps that, because of what it holds, ` +
      "this one has left the state and stays in Quay too. Set forceDelete: true there, or remove deletedWith here.";
    void pulumi.log.warn(text, resource);
  });
}
