import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Adoptable, type Owned, setOf, singleton } from "../lifecycle/definition";
import { type Details, repositoryOf } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { isUnknown } from "../lifecycle/unknown";
import { changeRepoMirrorConfig } from "../quay/api/mirror";
import { changeRepoState } from "../quay/api/repository";
import { isNotFound } from "../quay/client/errors";
import { repositoryPath, robotFullName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { namespaceOf } from "../snapshot/containers";
import { isMirrored, mirrors, mirrorsWithin, pathOf } from "../snapshot/mirrors";
import { excludedByMirror } from "../snapshot/organization-mirrors";
import { repositories } from "../snapshot/repositories";
import { change, configure, startSync, switchedOff, whyRefused } from "./mirror-configuration";
import { access, mirrorFault, schedule, seconds } from "./mirrors";
import { toMirrorRobot, toRepository } from "./references";

export interface RepositoryMirrorArgs extends Adoptable {
  /** Full name of the repository, for example `repository.fullName`. */
  repository: string;
  /** Repository to copy from: host and path, without a scheme and without a tag, for example `docker.io/library/alpine`. */
  externalReference: string;
  /** Robot of the same namespace that pushes, by its full name, for example `robot.fullName`. Quay lets it write. */
  robot: string;
  /** Which tags are copied: globs such as `3.*`, in any order, at least one. Each synchronization deletes all other tags. */
  tags: string[];
  /** Seconds from one synchronization to the next. */
  syncIntervalSeconds?: number;
  /**
   * When the first synchronization begins, as RFC 3339; at once unless given. Quay moves it on by itself, which `nextSync` shows,
   * so that only a change of this text is sent.
   */
  syncStartDate?: string;
  /** Whether it is synchronized by itself. False keeps the repository a mirror, to which nobody else pushes. */
  enabled?: boolean;
  /** User of the other registry. Empty for none. */
  username?: string;
  /** The user's password. Quay never shows it: it is sent when it changes, and once after an adoption or an import. */
  password?: string;
  /** Whether the certificate of the other registry is checked. */
  verifyTls?: boolean;
  /** Whether images are copied whose signatures a policy does not allow. */
  unsignedImages?: boolean;
  /** Proxy for http, for example `http://proxy.example.com:3128`. Empty for none. Secret, because it may hold a login. */
  httpProxy?: string;
  /** Proxy for https. Empty for none. Secret, as the other. */
  httpsProxy?: string;
  /** Hosts that are reached without a proxy, joined by commas. */
  noProxy?: string;
  /** Seconds that copying a tag may take, at least 300. */
  timeoutSeconds?: number;
  /** Architectures to copy, in any order; `[]` for all. Needs a Quay with FEATURE_SPARSE_INDEX. Left to Quay unless given. */
  architectures?: ("amd64" | "arm64" | "ppc64le" | "s390x")[];
  /** Any text. Change it to have the mirror synchronized now, also one that was cancelled, which otherwise never runs again. */
  syncNow?: string;
}

/**
 * Fills a repository with images of another registry, on a schedule, and deletes all other tags in it. It makes the repository's
 * state MIRROR, in which only its robot pushes and no tag is set otherwise: leave `state` of that Repository, and its tags, to it.
 * Deleting it keeps the images and makes the state NORMAL.
 */
export interface RepositoryMirrorState
  extends Owned<RepositoryMirrorArgs, "syncStartDate" | "password" | "architectures" | "syncNow"> {
  /** NEVER_RUN, SYNC_NOW, SYNCING, SUCCESS, FAIL or CANCEL. After CANCEL nothing runs until `syncNow` changes. */
  syncStatus: string;
  /** When the next synchronization begins, as RFC 3339; missing after one was cancelled. */
  nextSync?: string;
}

export const repositoryMirror = resource<RepositoryMirrorArgs, RepositoryMirrorState>({
  kind: "RepositoryMirror",
  identity: singleton("{repository}"),
  flags: ["adopt"],
  features: ["REPO_MIRROR"],

  accepts: {
    repository: repositoryPath,
    externalReference: z
      .string()
      .regex(
        /^[^\s/@?#\\%]+(\/[^\s/@:?#\\%]+)+$/,
        "This is not a repository of a registry, for example docker.io/library/alpine: host and path, without a scheme, a login, a tag or a digest.",
      ),
    robot: robotFullName,
    tags: setOf(
      z
        .string()
        .regex(/^[\w.*?[\]!-]+$/, "This matches no tag. Give globs one by one, such as 3.* or latest, without blanks."),
    ),
    syncIntervalSeconds: seconds(1).default(86_400),
    ...schedule,
    ...access,
    unsignedImages: z.boolean().default(false),
    timeoutSeconds: seconds(300).default(300),
    architectures: setOf(z.enum(["amd64", "arm64", "ppc64le", "s390x"])).optional(),
  },
  needs: {
    architectures: { feature: (all: string[]) => (all.length > 0 ? "SPARSE_INDEX" : undefined), inPreview: true },
  },
  secrets: ["password", "httpProxy", "httpsProxy"],
  writeOnly: ["password"],
  stateOnly: ["syncStartDate"],
  triggers: ["syncNow"],

  observe: mirrors,
  listWithin: mirrorsWithin,

  create: async (quay, wanted, snapshot) => ({ ...wanted, ...(await configure(quay, wanted, snapshot)) }),
  initialValues: { architectures: [] },

  changes: [
    {
      of: [
        "externalReference",
        "robot",
        "tags",
        "syncIntervalSeconds",
        "enabled",
        "username",
        "password",
        "verifyTls",
        "unsignedImages",
        "httpProxy",
        "httpsProxy",
        "noProxy",
        "timeoutSeconds",
        "architectures",
      ],
      send: change,
    },
    {
      of: ["syncStartDate"],
      async send(quay, { repository, syncStartDate }) {
        await changeRepoMirrorConfig(quay, { repository, sync_start_date: syncStartDate });
        return syncStartDate;
      },
      yields: { nextSync: (begin: string) => begin },
    },
    {
      of: ["syncNow"],
      send: startSync,
      yields: { syncStatus: () => "SYNC_NOW", nextSync: (begin: string) => begin },
      done: ({ syncStatus }) => syncStatus === "SYNC_NOW" || syncStatus === "SYNCING",
    },
  ],

  // Quay deletes no configuration. What it keeps is off and holds no login; images stay as they are.
  async delete(quay, { repository }, snapshot) {
    await changeRepoMirrorConfig(quay, { repository, ...switchedOff }).catch((error) => {
      if (!isNotFound(error)) throw error;
    });
    const there = await snapshot.of(repositories).get(pathOf(repository));
    if (there && isMirrored(there)) await changeRepoState(quay, { repository, state: "NORMAL" });
  },

  onConflict: /^Mirror configuration already exi/,
  replacementCost: "nothing besides: images that were copied stay in the old repository",
  refers: { repository: toRepository, robot: toMirrorRobot },

  logged: {
    entries: {
      repo_mirror_config_changed: { of: named, to: changed },
      change_repo_state: {
        of: named,
        // A mirror again has the configuration that it had.
        effect: ({ state_changed }) => (state_changed === "MIRROR" ? undefined : "deleted"),
      },
    },
    never: "the robot of a mirror",
  },

  validate(wanted) {
    if (!isUnknown(wanted.tags) && wanted.tags.length === 0)
      return { property: "tags", reason: "There is no glob. To copy all tags, write *." };
    return mirrorFault(wanted, wanted.repository);
  },

  async explain({ status, reason }, wanted, snapshot) {
    const excluded = await excludedByMirror(snapshot, namespaceOf(wanted.repository), reason);
    if (status !== 404) return excluded ?? whyRefused(reason, wanted);
    const missing = await snapshot.of(absence).missingRepository(wanted.repository);
    return missing ?? `Quay has no mirror of ${wanted.repository} any more. Run pulumi up --refresh.`;
  },
});

function named(details: Details, namespace: string) {
  return { repository: repositoryOf(details, namespace) };
}

/** The property behind each name of a setting in Quay's log. */
const settings: Record<string, keyof RepositoryMirrorState> = {
  external_reference: "externalReference",
  mirror_rule: "tags",
  is_enabled: "enabled",
  sync_interval: "syncIntervalSeconds",
  skopeo_timeout_interval: "timeoutSeconds",
  external_registry_username: "username",
  verify_tls: "verifyTls",
  unsigned_images: "unsignedImages",
  http_proxy: "httpProxy",
  https_proxy: "httpsProxy",
  no_proxy: "noProxy",
  architecture_filter: "architectures",
};

function changed({ changed: setting, to }: Details) {
  const property = settings[String(setting)];
  if (!property) return {};
  const value = Array.isArray(to) ? [...to].sort() : to;
  return { [property]: (found: unknown) => isDeepStrictEqual(found, value ?? "") };
}
