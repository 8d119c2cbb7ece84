import * as pulumi from "@pulumi/pulumi";
import { stored, typeOf } from "../provider/serve/stored";

/** What the generated schema says of a kind. */
interface Described {
  properties: Record<string, { secret?: boolean }>;
}
const schema = require("pulumi-quay/schema.json") as { resources: Record<string, Described> };

/** The arguments of a kind, each as a value or as another resource's output. */
export type Inputs<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

/** The properties of a kind, known after the update. */
export type Outputs<State> = { readonly [Name in keyof State]-?: pulumi.Output<State[Name]> };

/** A kind as a class. */
export type Kind<Args, State> = Partial<Args> extends Args ? WithoutNeeds<Args, State> : WithNeeds<Args, State>;

/** Of these some arguments are required. */
export interface WithNeeds<Args, State> extends OfKind<State> {
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

/** Of these no argument is required. */
export interface WithoutNeeds<Args, State> extends OfKind<State> {
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

/** What every kind can do besides being made. */
export interface OfKind<State> {
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
  const properties = Object.entries(schema.resources[`quay:index:${name}`]?.properties ?? {});
  const outputs = Object.fromEntries(properties.map(([property]) => [property, undefined]));
  const secrets = properties.filter(([, { secret }]) => secret).map(([property]) => property);

  class Resource extends pulumi.CustomResource {
    constructor(logicalName: string, args: pulumi.Inputs = {}, options: pulumi.CustomResourceOptions = {}) {
      if (options.import) {
        throw new pulumi.RunError(
          `${name} ${logicalName}: the option import does not work with dynamic providers of Pulumi. Set adopt: true to take over ` +
            "what exists, or import many at once with pulumi import --file.",
        );
      }
      const hidden = { __provider: stored(name), ...(!options.id && { __logicalName: logicalName }) };
      const own = pulumi.mergeOptions(options, { additionalSecretOutputs: secrets });
      super(type, logicalName, { ...outputs, ...args, ...hidden }, own);
    }

    static get(logicalName: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions) {
      return new Resource(logicalName, { __get: true }, { ...options, id });
    }

    static override isInstance(value: unknown): value is Resource {
      return (value as { __pulumiType?: string } | undefined)?.__pulumiType === type;
    }
  }
  return Resource as unknown as Kind<Args, State>;
}
