import { z } from "zod";
import type { ConfigView } from "../quay/api/config";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import { type Failure, isWithheld } from "./check";
import type { Connection, Properties } from "./definition";
import type { Resource } from "./resource";
import { isUnknown } from "./unknown";

/** Throws when a property or the kind needs a feature that is switched off: Quay would ignore or misinterpret what is sent. */
export async function requireFeatures(resource: Resource, snapshot: Snapshot, values: Properties): Promise<void> {
  const needed = Object.keys(resource.needs).some((property) => values[property] !== undefined);
  if (!needed && !resource.features) return;
  const config = await snapshot.features();
  const failure = missingForKind(resource, config) ?? missingForProperty(resource, config, values);
  if (failure) throw new Error(failure.reason);
}

/**
 * Before what Quay says of a kind is believed: throws when a feature is off without which it means nothing. Returns whether the
 * parent is gone, and the resource with it whatever the feature.
 */
export async function isGoneWithParent(resource: Resource, snapshot: Snapshot, values: Properties): Promise<boolean> {
  if (!resource.features) return false;
  const failure = missingForKind(resource, await snapshot.features());
  if (!failure) return false;
  const parent = resource.parents(values).findLast(([kind]) => kind === "Organization" || kind === "Repository");
  if (parent && (await snapshot.of(absence).isMissing(parent))) return true;
  throw new Error(failure.reason);
}

/** What a preview tells of features that are off, from Quay's settings. */
export function missingFeature(resource: Resource, config: ConfigView, values: Properties): Failure | undefined {
  const needs = Object.entries(resource.needs).filter(([, { inPreview }]) => inPreview);
  return missingForKind(resource, config) ?? missingForProperty({ needs: Object.fromEntries(needs) }, config, values);
}

/** Whether a preview asks Quay for its features, to tell of those that are off. */
export const needsFeatures = ({ features, needs }: Resource, values: Properties): boolean =>
  features !== undefined ||
  Object.entries(needs).some(([name, { inPreview }]) => inPreview && values[name] !== undefined);

/** All features that a kind or one of its properties needs, be it for one value only. */
export function namedFeatures({ features = [], needs, accepts }: Resource): string[] {
  const ofProperties = Object.entries(needs).flatMap(([property, { feature }]) => {
    if (typeof feature === "string") return [feature];
    const schema = accepts[property];
    const values = schema instanceof z.ZodEnum ? schema.options : [];
    return values.flatMap((value) => feature(value as never) ?? []);
  });
  return [...features.flat(), ...ofProperties];
}

/** Why this Quay has nothing of a kind that could be managed, as a part of a sentence; undefined when it may have. */
export async function whyNone(resource: Resource, { quay, snapshot }: Connection): Promise<string | undefined> {
  if (isWithheld(resource, quay.settings)) return "quay.io does not offer it";
  return resource.features && switchedOff(resource, await snapshot.features());
}

function switchedOff({ features = [] }: Resource, { features: on }: ConfigView): string | undefined {
  const missing = features.map((flag) => [flag].flat()).find((flags) => !flags.some((flag) => on[flag]));
  return missing && `this Quay has ${missing.map((flag) => `FEATURE_${flag}`).join(" and ")} switched off`;
}

function missingForKind(resource: Resource, config: ConfigView): Failure | undefined {
  const { kind, identity } = resource;
  const off = switchedOff(resource, config);
  if (off === undefined) return undefined;
  const reason =
    `${off}, and without it no ${kind} is made, shown or deleted. Ask its administrator to switch it ` +
    "on. What the stack has of it stays in the state.";
  return { property: identity.properties[0] ?? "", reason };
}

function missingForProperty({ needs }: Pick<Resource, "needs">, view: ConfigView, values: Properties) {
  for (const [property, { feature, option }] of Object.entries(needs)) {
    const value = values[property];
    if (value === undefined || isUnknown(value)) continue;
    const flag = typeof feature === "string" ? feature : feature(value as never);
    if (flag && !view.features[flag]) {
      const isSwitched = typeof feature === "string" || typeof value !== "string";
      const reason = isSwitched
        ? `${property} cannot be set: this Quay has FEATURE_${flag} switched off. Remove ${property}, or ask its administrator to ` +
          "switch that on."
        : `${property} cannot be ${value}: this Quay has FEATURE_${flag} switched off. Choose another, or ask its administrator to ` +
          "switch that on.";
      return { property, reason };
    }
    const reason = option?.(view.config, value as never);
    if (reason) return { property, reason };
  }
}
