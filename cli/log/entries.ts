import type { Properties } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { MASK } from "../../provider/quay/client/masking";
import { resources } from "../../provider/resources";
import type { LogEntry } from "../../provider/snapshot/log-pages";

/** The objects that an entry of a namespace's log is about, such as `Repository acme/web`; none where no kind is. */
export function objectsOf(entry: LogEntry, namespace: string): string[] {
  return Object.values(resources).flatMap((resource) => objectOf(resource, entry, namespace) ?? []);
}

function objectOf(resource: Resource, { kind, details }: LogEntry, namespace: string): string | undefined {
  const told = Object.hasOwn(resource.logged.entries, kind) ? resource.logged.entries[kind] : undefined;
  if (!told) return undefined;
  const all = namesIn(told.of, details, namespace);
  if (!all || all.some(([, value]) => value === undefined)) return undefined;
  const named: Properties = Object.fromEntries(all.filter(([, value]) => value !== null));
  return `${resource.kind} ${idOf(resource, named) ?? holderOf(resource, named, details, namespace)}`;
}

/** Undefined where the entry is an odd one. */
function namesIn(of: (details: Properties, namespace: string) => object, details: Properties, namespace: string) {
  try {
    return Object.entries(of(details, namespace));
  } catch {
    return undefined;
  }
}

/** Undefined where the entry tells less than the id. */
function idOf({ identity }: Resource, named: Properties): string | undefined {
  try {
    return identity.format(named);
  } catch {
    return undefined;
  }
}

/** What it belongs to, with Quay's own name for it. */
function holderOf(resource: Resource, named: Properties, { repo }: Properties, namespace: string): string {
  const holder = "repository" in resource.accepts && typeof repo === "string" ? `${namespace}/${repo}` : namespace;
  return [holder, named.uuid].filter(Boolean).join(" ");
}

const SECRET_NAMES =
  /^(?!oauth_token).*(token|password|secret|credential)(?!.*title$)|^unstructured_metadata$|^config$/i;

/** The details of an entry without what may be a secret: Quay logs addresses of exports and proxies, and the settings of triggers, whole. */
export function withoutSecrets({ kind, details }: LogEntry): Properties {
  const isProxy = /_proxy$/.test(String(details.changed));
  const hidden = (name: string, value: unknown): unknown => {
    // The identities of a federation are no secrets.
    if (SECRET_NAMES.test(name) && !(name === "config" && kind === "create_robot_federation")) return MASK;
    if (typeof value !== "string") return value;
    if (/^(callback_|webhook_)?url$/.test(name)) return value.replace(/^(\w+:\/\/)?(?:.*@)?([^/?#]*).*$/s, "$1$2/…");
    if (name === "to" && isProxy) return value.replace(/^(\w+:\/\/)?.*@/s, `$1${MASK}@`);
    return value.replace(/:\/\/[^/?#\s]*@/g, `://${MASK}@`);
  };
  return JSON.parse(JSON.stringify(details, hidden)) as Properties;
}

const OF_TOKEN = /^oauth_token|^resolved_ip$|^user-agent$/;

/** What else the entry says, such as `visibility=public`, without what names its object and the token. */
export function detailsOf({ details }: LogEntry, namespace: string): string {
  const shown = Object.entries(details).filter(
    ([name, value]) => !OF_TOKEN.test(name) && value !== null && !(name === "namespace" && value === namespace),
  );
  return shown.map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`).join(" ");
}
