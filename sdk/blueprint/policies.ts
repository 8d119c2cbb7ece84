import type * as pulumi from "@pulumi/pulumi";
import type { AutoPruneBlueprint, PoliciesBlueprint } from "./args";
import { pruneKey } from "./references";

type PartClass<Args> = new (name: string, args: Args, options: pulumi.CustomResourceOptions) => unknown;

/** Creates the policies of an organization or a repository. `holder` are the arguments that all of them have. */
export function addPolicies<Holder extends object>(
  prefix: string,
  [AutoPrunePolicy, ImmutabilityPolicy]: readonly [
    PartClass<AutoPruneBlueprint & Holder>,
    PartClass<{ tagPattern: string } & Holder>,
  ],
  { autoPrune = [], immutability = [] }: PoliciesBlueprint,
  holder: Holder,
  options: pulumi.CustomResourceOptions,
): void {
  for (const policy of autoPrune)
    new AutoPrunePolicy(`${prefix}/autoprune/${pruneKey(policy)}`, { ...policy, ...holder }, options);
  for (const tagPattern of immutability)
    new ImmutabilityPolicy(`${prefix}/immutability/${tagPattern}`, { tagPattern, ...holder }, options);
}
