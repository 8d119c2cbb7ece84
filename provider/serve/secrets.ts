import type { Properties, Resource } from "../lifecycle/definition";

/** Pulumi's wire form of a secret: the one way in which a dynamic provider can make an output secret in the state. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export function markSecrets({ secrets }: Resource, props: Properties): Properties {
  const hidden = secrets.filter((name) => props[name] !== undefined);
  return { ...props, ...Object.fromEntries(hidden.map((name) => [name, { [SIGNATURE]: SECRET, value: props[name] }])) };
}
