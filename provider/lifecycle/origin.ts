import { randomBytes } from "node:crypto";
import type { QuaySettings } from "../quay/settings";
import type { Properties } from "./definition";

/** The hidden output with the origin of a resource. */
export const ORIGIN = "__origin";

/** Identifies an entry of the state and the Quay it belongs to. */
export interface Origin {
  /** Random id that distinguishes two entries of the same resource. */
  entry: string;
  /** The registry name of the Quay. */
  quay: string;
  /** The Quay's own name from /config, when its URL has another host. */
  server?: string;
}

/** The name of a Quay: its registry host, normalized; with the path of its URL, if both have the same host. */
export function quayName({ registry, url }: Pick<QuaySettings, "registry" | "url">): string {
  const { host, pathname } = new URL(url);
  return normalizedHost(normalizedHost(registry) === normalizedHost(host) ? `${host}${pathname}` : registry);
}

/** Whether the URL's host is the registry's; otherwise the name is only a claim of the settings. */
export function isNamed({ registry, url }: Pick<QuaySettings, "registry" | "url">): boolean {
  return normalizedHost(registry) === normalizedHost(new URL(url).host);
}

/** A host for comparison: in lower case, without scheme and default ports. */
export function normalizedHost(host: string): string {
  const bare = host
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  return bare.replace(/\/+$/, "").replace(/:(80|443)(?=\/|$)/, "");
}

/** A new entry. */
export function newOrigin(settings: QuaySettings, server?: string): Origin {
  return { entry: randomBytes(9).toString("base64url"), ...quayOf(settings, server) };
}

/** The same entry with the current names; a new entry for a state from before origins existed. */
export function renewed(known: Origin | undefined, settings: QuaySettings, server?: string): Origin {
  if (!known) return newOrigin(settings, server);
  return { entry: known.entry, ...quayOf(settings, server ?? known.server) };
}

/** The origin in a resource's state; undefined in states of version 0.1.0. */
export function originOf(state: Properties): Origin | undefined {
  const { entry, quay, server } = (state[ORIGIN] as Partial<Origin> | undefined) ?? {};
  return entry && quay ? { entry, quay, ...(server && { server }) } : undefined;
}

const quayOf = (settings: QuaySettings, server?: string) => ({ quay: quayName(settings), ...(server && { server }) });
