import * as pulumi from "@pulumi/pulumi";
import { stored, typeOf } from "../provider/serve/stored";
import { collectMalformed } from "./malformed";
import { requireKnownSettings } from "./provider";

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

export function kind<Args, State>(name: string): Kind<Args, State> {
  const type = typeOf(name);
  const described = schema.resources[`quay:index:${name}`];
  const properties = Object.entries(described?.properties ?? {});
  const inputs = described?.inputProperties ?? {};
  const isGuarded = "forceDelete" in inputs;
  const outputs = Object.fromEntries(properties.map(([property]) => [property, undefined]));
  const secrets = properties.filter(([, { secret }]) => secret).map(([property]) => property);

  class Resource extends pulumi.CustomResource {
    constructor(logicalName: string, args: pulumi.Inputs | null = {}, options: pulumi.CustomResourceOptions = {}) {
      requireKnownSettings();
      if (options.import) {
        throw new pulumi.RunError(
          `${name} ${logicalName}: the option import does not work with dynamic providers of Pulumi. Set adopt: true to take over ` +
            "what exists, or import many at once with pulumi import --file.",
        );
      }
      const declared = !options.id && {
        __logicalName: logicalName,
        __retained: options.retainOnDelete,
        __malformed: collectMalformed(name, logicalName, args ?? {}, options.ignoreChanges),
      };
      const own = pulumi.mergeOptions(options, { additionalSecretOutputs: secrets });
      super(type, logicalName, { ...outputs, ...withSecrets(args ?? {}), __provider: stored(name), ...declared }, own);
      const label = `${name} ${logicalName}`;
      if (isGuarded && !options.id) guarded.set(this, { label: label, forceDelete: args?.forceDelete });
      if (options.deletedWith) warnOfGuard(this, label, options.deletedWith);
    }

    static get(logicalName: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions) {
      return new Resource(logicalName, { __get: true }, { ...options, id });
    }

    static override isInstance(value: unknown): value is Resource {
      return (value as { __pulumiType?: string } | undefined)?.__pulumiType === type;
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
