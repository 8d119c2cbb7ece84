import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Adoptable, type Owned, singleton } from "../lifecycle/definition";
import { FailedChange } from "../lifecycle/errors";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import { createProxyCacheConfig, deleteProxyCacheConfig, validateProxyCacheConfig } from "../quay/api/organization";
import { UnsupportedOperation } from "../quay/client/discovery";
import { isNotFound, messageOf, QuayError } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { organizationName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { excludedByMirror } from "../snapshot/organization-mirrors";
import { type ProxyCache, proxyCacheOf, proxyCaches } from "../snapshot/proxy-caches";
import { toOrganization } from "./references";

export interface ProxyCacheArgs extends Adoptable {
  /** Organization that is to be the cache. */
  organization: string;
  /**
   * Host of the registry that it caches, with a namespace where it caches only that: `docker.io`, `docker.io/library`. Without a
   * scheme, of at most 270 characters.
   */
  upstream: string;
  /** Seconds after a pull until Quay asks the registry again whether a tag has changed. With 0 it never does. */
  expirationSeconds?: number;
  /** Whether Quay reaches the registry by HTTP, without TLS. */
  insecure?: boolean;
  /** User name at the registry, only with `password`. Without both Quay pulls as nobody. Quay never shows it. */
  username?: string;
  /** Password at the registry, only with `username`. Quay never shows it. */
  password?: string;
}

/**
 * Makes an organization a pull-through cache. Quay tries the login before the cache is made.
 *
 * Quay cannot change one: it is deleted and made anew, in one update. When Quay refuses the new one, the one before is made again
 * with its login, and the error says which is in force. The login of a cache that was adopted or imported is known to nobody but
 * Quay: give it in the program, since a change makes the cache without one otherwise. Pulls make repositories, which stay when the
 * cache is deleted.
 */
export interface ProxyCacheState extends Owned<ProxyCacheArgs, "username" | "password"> {}

const SECONDS = "Seconds are a whole number from 0 to 2147483647.";

export const proxyCache = resource<ProxyCacheArgs, ProxyCacheState>({
  kind: "ProxyCache",
  identity: singleton("{organization}"),
  flags: ["adopt"],
  features: ["PROXY_CACHE"],

  accepts: {
    organization: organizationName,
    upstream: z
      .string()
      .regex(
        /^[^\s/?#@]+(\/[^\s/?#@]+)*$/,
        "This is a host without a scheme, with a namespace or without: docker.io, docker.io/library.",
      )
      .max(270, "A registry with its namespace has at most 270 characters."),
    expirationSeconds: z.int(SECONDS).min(0, SECONDS).max(2_147_483_647, SECONDS).default(86_400),
    insecure: z.boolean().default(false),
    username: z.string().min(1, "This is empty. Leave it out to pull as nobody.").optional(),
    password: z.string().min(1, "This is empty. Leave it out to pull as nobody.").optional(),
  },
  writeOnly: ["username", "password"],
  secrets: ["password"],

  observe: proxyCaches,

  async create(quay, wanted) {
    await validateProxyCacheConfig(quay, sent(wanted));
    await createProxyCacheConfig(quay, sent(wanted));
    return wanted;
  },

  changes: [{ of: ["upstream", "expirationSeconds", "insecure", "username", "password"], send: remake }],
  caution({ username, organization }, actual) {
    if (username !== undefined || actual.username !== undefined) return undefined;
    return (
      `ProxyCache ${organization} is made anew, without a login, since the program gives none. If it has one, which Quay never ` +
      "shows, give it as username and password."
    );
  },

  delete: (quay, { organization }) => deleteProxyCacheConfig(quay, { orgname: organization }),

  onConflict: /^Proxy Cache Configuration already exists/,
  replacementCost: "nothing besides; the repositories that pulls made stay",
  refers: { organization: toOrganization },

  logged: {
    entries: {
      create_proxy_cache_config: {
        of: named,
        to: ({ upstream_registry }) => ({ upstream: upstream_registry }),
        effect: "made",
      },
      delete_proxy_cache_config: { of: named, effect: "deleted" },
    },
  },

  validate({ username, password }) {
    if ((username === undefined) === (password === undefined) || isUnknown([username, password])) return undefined;
    const [given, missing] = username === undefined ? ["password", "username"] : ["username", "password"];
    return { property: given, reason: `${given} goes only with ${missing}: with one of them Quay pulls as nobody.` };
  },

  async explain({ reason }, { organization, upstream, username }, snapshot) {
    if (/^Failed login/.test(reason)) {
      const login = username === undefined ? "" : "username and password are wrong there, or ";
      return `${upstream}: ${login}Quay cannot reach it.`;
    }
    if (/^Cannot resolve hostname|^The provided registry URL is not allowed/.test(reason))
      return `upstream: Quay does not connect to ${upstream}.`;
    if (/immutable tags exist/.test(reason))
      return `Repositories of ${organization} hold tags that are immutable: free or delete those first.`;
    const isMissing = /^Error while creating/.test(reason) && (await snapshot.of(absence).isFree(organization));
    return isMissing ? `There is no organization ${organization}.` : excludedByMirror(snapshot, organization, reason);
  },
});

const sent = ({ organization, upstream, expirationSeconds, insecure, username, password }: ProxyCacheState) => ({
  orgname: organization,
  upstream_registry: upstream,
  upstream_registry_username: username || undefined,
  upstream_registry_password: password || undefined,
  expiration_s: expirationSeconds,
  insecure,
});

/** Quay has no request that changes one, and tries a login only while there is none. */
async function remake(quay: Quay, wanted: ProxyCacheState, actual: ProxyCacheState): Promise<void> {
  await clear(quay, actual);
  try {
    await validateProxyCacheConfig(quay, sent(wanted));
    await make(quay, wanted);
  } catch (cause) {
    throw await putBack(quay, actual, cause);
  }
}

/** One that is gone already is cleared; if it stands after all, the next request is refused. */
async function clear(quay: Quay, { organization }: ProxyCacheState): Promise<void> {
  try {
    await deleteProxyCacheConfig(quay, { orgname: organization });
  } catch (error) {
    if (isNotFound(error)) return;
    if (error instanceof UnsupportedOperation) throw error;
    const there = isAmbiguous(error) ? await look(quay, organization) : "the one before";
    if (there === UNSEEN) throw new FailedChange(error, UNSEEN, true);
    if (there) throw new FailedChange(error, "The one before is still in force.");
  }
}

/** Makes it where there is none. After a lost answer Quay is asked before it is sent again. */
async function make(quay: Quay, cache: ProxyCacheState): Promise<void> {
  let isLost = false;
  for (let attempt = 1; ; attempt++) {
    try {
      await createProxyCacheConfig(quay, sent(cache));
      return;
    } catch (error) {
      isLost ||= isAmbiguous(error);
      if (!isLost) throw error;
      await quay.pause(attempt);
      const there = await look(quay, cache.organization);
      if (typeof there === "object" && isShownAs(there, cache)) return;
      if (there || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

const MAX_ATTEMPTS = 4;

/** Makes the one before again, and tells which is in force then. */
async function putBack(quay: Quay, before: ProxyCacheState, cause: unknown): Promise<FailedChange> {
  const failure = (standing: string, inDoubt: boolean) => new FailedChange(cause, standing, inDoubt);
  try {
    await make(quay, before);
  } catch (error) {
    const failed = `Making the one before again failed too: ${messageOf(error)}`;
    const there = await look(quay, before.organization);
    if (there === UNSEEN) return failure(`${failed} ${UNSEEN}`, true);
    if (there)
      return failure(
        `${failed} One of ${there.upstream} stands, with a login that is not known: run pulumi up again.`,
        true,
      );
    return failure(
      `${failed} ${before.organization} is no proxy cache now: pulumi up --refresh makes it one again.`,
      true,
    );
  }
  const isLoginKnown = Boolean(before.password);
  const login = isLoginKnown ? "with its login" : "without a login: the state has none, and Quay never shows one";
  return failure(`The one before is in force again, ${login}.`, false);
}

const UNSEEN = "Quay does not tell which one is in force now: run pulumi up --refresh.";

/** What stands now. */
const look = (quay: Quay, organization: string): Promise<ProxyCache | undefined | typeof UNSEEN> =>
  proxyCacheOf(quay, organization).catch(() => UNSEEN);

const isShownAs = (there: ProxyCache, { organization, upstream, expirationSeconds, insecure }: ProxyCache) =>
  isDeepStrictEqual(there, { organization, upstream, expirationSeconds, insecure });

const isAmbiguous = (error: unknown) => error instanceof QuayError && error.ambiguous;

function named(_: Details, organization: string) {
  return { organization };
}
