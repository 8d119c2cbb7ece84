import { z } from "zod";
import { getRegistryCapabilities } from "../quay/api/capabilities";
import { UnsupportedOperation } from "../quay/client/discovery";
import { QuayError } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { ProviderFunction } from "./function";

/** What prunes the tags of every namespace, besides the namespace's own policies. Exactly one of both is set. */
export interface DefaultPrunePolicyResult {
  /** How many tags stay; the oldest above that go. */
  numberOfTags?: number;
  /** Age from which tags go, for example `30d`; `m` is minutes. */
  maxAge?: string;
}

/** What a Quay has switched on and can do. */
export interface CapabilitiesResult {
  /** Whether each feature is on, by its name without `FEATURE_`, for example `AUTO_PRUNE`. */
  features: Record<string, boolean>;
  /** What prunes the tags of every namespace while AUTO_PRUNE is on; missing when nothing does. */
  defaultPrunePolicy?: DefaultPrunePolicyResult;
  /** Architectures to which a mirror can be limited; missing when this Quay does not tell. */
  mirrorArchitectures?: string[];
  /** Architectures that no image for several may lack; missing when this Quay does not tell. */
  requiredArchitectures?: string[];
}

/** Reads what this Quay has switched on and can do, which it tells everybody: any token serves. */
export const getCapabilities: ProviderFunction<Record<never, never>, CapabilitiesResult> = {
  name: "getCapabilities",
  accepts: {},
  namespace: () => undefined,
  result: "CapabilitiesResult",
  async read(snapshot) {
    const [{ features, config }, architectures] = await Promise.all([
      snapshot.features(),
      architecturesOf(snapshot.quay),
    ]);
    const defaultPrunePolicy = prunePolicy(config.DEFAULT_NAMESPACE_AUTOPRUNE_POLICY);
    return {
      features: Object.fromEntries(Object.entries(features).map(([name, value]) => [name, value === true])),
      ...(defaultPrunePolicy && { defaultPrunePolicy }),
      ...architectures,
    };
  },
};

/** Older versions of Quay do not tell. */
async function architecturesOf(quay: Quay) {
  try {
    const { mirror_architectures, sparse_manifests } = await getRegistryCapabilities(quay, {});
    return {
      mirrorArchitectures: mirror_architectures,
      requiredArchitectures: sparse_manifests.required_architectures,
    };
  } catch (error) {
    if (error instanceof UnsupportedOperation) return {};
    throw error;
  }
}

const PrunePolicy = z.union([
  z.looseObject({ method: z.literal("number_of_tags"), value: z.int() }),
  z.looseObject({ method: z.literal("creation_date"), value: z.string() }),
]);

/** The policy in Quay's configuration, which its administrator wrote and nothing else uses. */
function prunePolicy(configured: unknown): DefaultPrunePolicyResult | undefined {
  if (configured === null || configured === undefined) return undefined;
  const { data } = PrunePolicy.safeParse(configured);
  if (!data) throw new QuayError("Quay's DEFAULT_NAMESPACE_AUTOPRUNE_POLICY is not of the form that Quay documents.");
  return data.method === "number_of_tags" ? { numberOfTags: data.value } : { maxAge: data.value };
}
