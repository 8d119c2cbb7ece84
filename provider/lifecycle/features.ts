import type { Snapshot } from "../snapshot";
import type { Properties, Resource } from "./definition";

/** Throws when a property needs a feature that is switched off: Quay would ignore or misinterpret the property. */
export async function requireFeatures(resource: Resource, snapshot: Snapshot, values: Properties): Promise<void> {
  for (const [property, { feature, option }] of Object.entries(resource.needs)) {
    if (values[property] === undefined) continue;
    const { features, config } = await snapshot.features();
    if (!features[feature]) {
      throw new Error(
        `${property} cannot be set: this Quay has FEATURE_${feature} switched off. Remove ${property}, or ask its ` +
          "administrator to switch that on.",
      );
    }
    const wrong = option?.(config, values[property]);
    if (wrong) throw new Error(wrong);
  }
}
