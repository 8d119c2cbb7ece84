import { randomBytes } from "node:crypto";
import type { QuaySettings } from "../quay/settings";
import type { Properties } from "./definition";

/** The hidden output that tells where a resource of the state comes from. */
export const ORIGIN = "__origin";

/** Which entry of the state this is, and which Quay it is of. */
export interface Origin {
  /** Random; what two entries of one thing are told apart by. */
  entry: string;
  /** The registry name of the Quay. */
  quay: string;
  /** What the Quay calls itself, where its address has not that name. */
  server?: string;
}

/** The name of a Quay: the host in its image references, however it is written; with the path of its address, if it has one. */
export function quayName({ registry, url }: Pick<QuaySettings, "registry" | "url">): string {
  const { host, pathname } = new URL(url);
  return normal(normal(registry) === normal(host) ? `${host}${pathname}` : registry);
}

/** Whether the address has the name of the Quay: else the name is only what the settings say. */
export function isNamed({ registry, url }: Pick<QuaySettings, "registry" | "url">): boolean {
  return normal(registry) === normal(new URL(url).host);
}

/** A host as it is compared: without scheme, without the ports that go without saying, in lower case. */
export function normal(host: string): string {
  const bare = host
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "");
  return bare.replace(/\/+$/, "").replace(/:(80|443)(?=\/|$)/, "");
}

/** A new entry. */
export function newOrigin(settings: QuaySettings, server?: string): Origin {
  return { entry: randomBytes(9).toString("base64url"), ...whereOf(settings, server) };
}

/** The same entry as it is remembered from now on; a new one where the state is older than such names. */
export function renewed(known: Origin | undefined, settings: QuaySettings, server?: string): Origin {
  if (!known) return newOrigin(settings, server);
  return { entry: known.entry, ...whereOf(settings, server ?? known.server) };
}

/** What the state says of a resource; nothing in states of version 0.1.0. */
export function originOf(state: Properties): Origin | undefined {
  const { entry, quay, server } = (state[ORIGIN] as Partial<Origin> | undefined) ?? {};
  return entry && quay ? { entry, quay, ...(server && { server }) } : undefined;
}

const whereOf = (settings: QuaySettings, server?: string) => ({ quay: quayName(settings), ...(server && { server }) });
