import type { Snapshot } from "../snapshot";
import type { Properties, Resource } from "./definition";

/** Some properties depend on what this Quay has switched on; where it is off, Quay would ignore or misread the write. */
export async function demandFeatures(resource: Resource, seen: Snapshot, values: Properties): Promise<void> {
  for (const [property, { feature, option }] of Object.entries(resource.needs)) {
    if (values[property] === undefined) continue;
    const { features, config } = await seen.features();
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
