import type { Properties } from "../lifecycle/definition";
import type { Resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import { keepSecret } from "../quay/client/masking";

/** Pulumi's wire format of a secret, the only way for a dynamic provider to make an output secret in the state. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export function markSecrets({ secrets }: Resource, props: Properties): Properties {
  const hidden = secrets.filter((name) => props[name] !== undefined && !isUnknown(props[name]));
  return { ...props, ...Object.fromEntries(hidden.map((name) => [name, { [SIGNATURE]: SECRET, value: props[name] }])) };
}

/** Masks the secret values of these properties in all later messages. */
export function keepSecrets({ secrets }: Resource, ...all: Properties[]): void {
  for (const name of secrets) keepAll(all.map((values) => values[name]));
}

/** Masks all texts in a value in all later messages. */
export function keepAll(value: unknown): void {
  textsIn(value).forEach(keepSecret);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return isUnknown(value) ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
