import { normalIso } from "./dates";
import { detail, invalid } from "./errors";
import { registryFault } from "./registry-addresses";
import { flag, object, optional, textOrNull } from "./schema";

/** Schemas and checks that repository mirrors and organization mirrors share. */

const proxy = object({
  http_proxy: optional(textOrNull),
  https_proxy: optional(textOrNull),
  no_proxy: optional(textOrNull),
});

export const organizationRegistryConfig = object({ verify_tls: optional(flag), proxy: optional(proxy) });

export const registryConfig = object({
  verify_tls: optional(flag),
  unsigned_images: optional(flag),
  proxy: optional(proxy),
});

/** Refuses a reference that is not `host[:port]/path`, with the first mistake. */
export function checkReference(reference: string) {
  const complain = (about: string): never => {
    throw invalid(`External registry reference ${about}`);
  };
  if (!reference.trim()) complain("is required");
  if (reference.includes("://")) complain("must not include a URL scheme");
  if (/\s/.test(reference)) complain("must not include whitespace");
  const odd = /[?#\\%]/.exec(reference)?.[0];
  if (odd) complain(`must not include '${odd}'`);
  const slash = reference.indexOf("/");
  if (slash < 0 || slash === reference.length - 1) complain("must include a repository path");
  const fault = registryFault(`https://${reference}`, "location");
  if (fault) throw invalid(fault);
}

/** The start date of a mirror in Quay's format. */
export function startOf(date: string): string {
  const start = normalIso(date);
  if (start === undefined) throw detail(400, "Incorrect DateTime format for sync_start_date.");
  return start;
}

type Config = Record<string, unknown>;

/** Merges the known keys of a registry configuration and ignores others. */
export function mergeConfig(config: Config, wanted: Config) {
  for (const key of ["verify_tls", "unsigned_images"]) if (key in wanted) config[key] = wanted[key];
  const given = (wanted.proxy ?? {}) as Config;
  for (const key of ["http_proxy", "https_proxy", "no_proxy"].filter((one) => one in given)) {
    // Without a previous proxy, Quay creates an empty one for the first key and loses its value.
    if (config.proxy) Object.assign(config.proxy, { [key]: given[key] });
    else config.proxy = {};
  }
}
