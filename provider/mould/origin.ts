import { randomBytes } from "node:crypto";
import type { QuaySettings } from "../config";
import type { Properties } from "../resource";

/** The hidden output that tells where a resource of the state comes from. */
export const ORIGIN = "__origin";

/** Which entry of the state this is, and which Quay it is of. */
export interface Origin {
  /** Random; what two entries of one thing are told apart by. */
  entry: string;
  /** The registry name of the Quay. */
  quay: string;
  /** Host of the address by which that Quay was last asked. */
  host: string;
}

/** The name of a Quay: the host in its image references, however it is written. */
export function quayName({ registry, url }: Pick<QuaySettings, "registry" | "url">): string {
  return withoutPort(registry.toLowerCase(), new URL(url).protocol);
}

/** A host without the port that its protocol has anyway. */
export function withoutPort(host: string, protocol: string): string {
  return host.replace(protocol === "http:" ? /:80(?=\/|$)/ : /:443(?=\/|$)/, "");
}

/** A new entry. */
export function newOrigin(settings: QuaySettings): Origin {
  return { entry: randomBytes(9).toString("base64url"), ...whereOf(settings) };
}

/** The same entry as it is remembered from now on; a new one where the state is older than such names. */
export function renewed(known: Origin | undefined, settings: QuaySettings): Origin {
  return known ? { ...known, ...whereOf(settings) } : newOrigin(settings);
}

/** What the state says of a resource; nothing in states of version 0.1.0. */
export function originOf(state: Properties): Origin | undefined {
  const origin = state[ORIGIN] as Partial<Origin> | undefined;
  const { entry, quay, host } = origin ?? {};
  return entry && quay ? { entry, quay, host: host ?? quay } : undefined;
}

const whereOf = (settings: QuaySettings) => ({ quay: quayName(settings), host: new URL(settings.url).host });
