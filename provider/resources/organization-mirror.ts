import { z } from "zod";
import { type Adoptable, type Owned, setOf, singleton } from "../lifecycle/definition";
import { alreadyExists } from "../lifecycle/errors";
import type { Details } from "../lifecycle/logged";
import { type Resource, resource } from "../lifecycle/resource";
import {
  createOrgMirrorConfig,
  deleteOrgMirrorConfig,
  SourceRegistryType,
  syncOrgMirrorNow,
} from "../quay/api/org-mirror";
import { Visibility } from "../quay/api/repository";
import { organizationName, registryAddress, robotFullName } from "../quay/names";
import { absence } from "../snapshot/absence";
import { organizationMirrors } from "../snapshot/organization-mirrors";
import { obstacle, occupiedBy } from "./mirror-obstacles";
import { changeMirror, settingsOf } from "./mirror-trial";
import { access, mirrorFault, schedule, seconds, startDate } from "./mirrors";
import { toOrganization, toRobot } from "./references";

export interface OrganizationMirrorArgs extends Adoptable {
  /** Organization to fill. It holds no repository, no immutability policy and no proxy cache. */
  organization: string;
  /** What runs the other registry. Another one replaces the mirror, which is refused while the organization holds repositories. */
  registryType: "quay" | "harbor";
  /** Address of the other registry, for example `https://harbor.example.com`. */
  registryUrl: string;
  /** Organization, user or project there, whose repositories are copied. */
  externalNamespace: string;
  /** Full name of the organization's robot that makes and fills the repositories, for example `robot.fullName`. */
  robot: string;
  /** Who may pull the repositories that it makes: everybody, or who is granted it. */
  visibility?: "public" | "private";
  /** Globs such as `base-*`: only repositories whose name matches one are copied. All are unless given. */
  repositoryFilters?: string[];
  /** Seconds from one synchronization to the next, at least 60. */
  syncIntervalSeconds?: number;
  /** When the first synchronization begins, as RFC 3339. At once unless given. Quay moves it on by itself, which is no drift. */
  syncStartDate?: string;
  /** Seconds that copying one image may take, 30 to 3600. */
  timeoutSeconds?: number;
  /** Whether it runs by itself. */
  enabled?: boolean;
  /** User of the other registry. None unless given. */
  username?: string;
  /**
   * The user's password; of a Quay, an access token for its API. None unless given, also where somebody else set one. Quay never
   * shows it: it is sent when it changes, and once after an adoption or import.
   */
  password?: string;
  /** Whether the certificate of the other registry is checked. */
  verifyTls?: boolean;
  /** Address of a proxy for addresses with `http`. None unless given. Secret, because it may hold a login. */
  httpProxy?: string;
  /** Address of a proxy for addresses with `https`. None unless given. Secret, as the other. */
  httpsProxy?: string;
  /** Hosts that are reached without a proxy, separated by commas. None unless given. */
  noProxy?: string;
  /** Any text. Change it to have all synchronized at once. */
  syncNow?: string;
}

type Optional = "password" | "syncStartDate" | "syncNow";

/**
 * Fills an organization with all repositories of a namespace elsewhere.
 *
 * While it stands, nobody else makes repositories there, sets their state, or gives the organization immutability policies or a
 * proxy cache. A new password is tried by Quay: when the other registry refuses it, what was there before is in force again, at
 * first a mirror without a password. Deleting it leaves the repositories with their images, and while there are any Quay makes no
 * other mirror in the organization. Quay deletes it with its robot, so the robot is kept until the mirror has another.
 */
export interface OrganizationMirrorState extends Owned<OrganizationMirrorArgs, Optional> {
  /** Whether Quay holds a password, which it never shows. */
  hasPassword: boolean;
  /** How the last synchronization went, in Quay's words, for example `NEVER_RUN`, `SUCCESS` or `FAIL`. */
  syncStatus: string;
}

export const organizationMirror: Resource = resource<OrganizationMirrorArgs, OrganizationMirrorState>({
  kind: "OrganizationMirror",
  identity: singleton("{organization}"),
  flags: ["adopt"],
  features: ["ORG_MIRROR"],

  accepts: {
    organization: organizationName,
    registryType: SourceRegistryType,
    registryUrl: registryAddress,
    externalNamespace: z
      .string()
      .regex(/^[^\s/]+$/, "This is not the name of an organization, user or project.")
      .max(255, "The name of a namespace has at most 255 signs."),
    robot: robotFullName,
    visibility: Visibility.default("private"),
    repositoryFilters: setOf(
      z.string().regex(/^\S+$/, "A glob for names of repositories is not empty and has no blanks."),
    ).default([]),
    syncIntervalSeconds: seconds(60).default(86_400),
    timeoutSeconds: seconds(30, 3600).default(300),
    ...schedule,
    ...access,
  },
  // Of what a program says, or else of what Quay answered.
  derives: { hasPassword: (known) => known.hasPassword ?? known.password !== undefined },
  secrets: ["password", "httpProxy", "httpsProxy"],
  writeOnly: ["password"],
  stateOnly: ["syncStartDate"],
  triggers: ["syncNow"],

  observe: organizationMirrors,

  async create(quay, wanted, snapshot) {
    const { organization: orgname, registryType: external_registry_type, syncStartDate } = wanted;
    // An organization that this run made holds what this run made.
    const occupied = snapshot.isNew(["Organization", orgname]) ? undefined : await occupiedBy(snapshot, orgname);
    const mirrors = occupied && (await snapshot.of(organizationMirrors).list(wanted));
    if (mirrors && mirrors.length > 0) throw alreadyExists(organizationMirror, wanted);
    if (occupied) throw new Error(occupied);
    const settings = { ...settingsOf(wanted), sync_start_date: startDate(syncStartDate) };
    await createOrgMirrorConfig(quay, { orgname, external_registry_type, ...settings });
    // The password is there, so that no synchronization begins without it; the change that sends it again has it tried.
    return { ...wanted, password: undefined, hasPassword: false, syncStatus: "NEVER_RUN" };
  },

  changes: [
    {
      of: [
        "registryUrl",
        "externalNamespace",
        "robot",
        "visibility",
        "repositoryFilters",
        "syncIntervalSeconds",
        "syncStartDate",
        "timeoutSeconds",
        "enabled",
        "username",
        "password",
        "hasPassword",
        "verifyTls",
        "httpProxy",
        "httpsProxy",
        "noProxy",
      ],
      send: changeMirror,
    },
    {
      of: ["syncNow"],
      send: (quay, { organization }) => syncOrgMirrorNow(quay, { orgname: organization }),
      yields: { syncStatus: () => "SYNC_NOW" },
    },
  ],

  caution: ({ organization, password }, { hasPassword }) =>
    hasPassword && password === undefined
      ? `Quay holds a password for OrganizationMirror ${organization}, and the program has none: the update takes it out of Quay.`
      : undefined,

  delete: (quay, { organization }) => deleteOrgMirrorConfig(quay, { orgname: organization }),

  onConflict: /^Mirror configuration already exists/,
  replacementCost: "the mirror itself, while the organization holds repositories: then Quay refuses the new one",
  irreplaceable: ({ organization }, snapshot) => occupiedBy(snapshot, organization),
  refers: { organization: toOrganization, robot: toRobot },

  logged: {
    entries: {
      org_mirror_enabled: {
        of: named,
        to: (details) => ({
          registryType: details.external_registry_type,
          registryUrl: details.external_registry_url,
          externalNamespace: details.external_namespace,
          syncIntervalSeconds: details.sync_interval,
          robot: details.robot_username,
        }),
        effect: "made",
      },
      org_mirror_config_changed: { of: named, changes: changedIn },
      org_mirror_disabled: { of: named, effect: "deleted" },
    },
  },

  validate: (wanted) => mirrorFault(wanted, wanted.organization),

  async explain({ status, reason }, { organization, robot }, snapshot) {
    if (/^Invalid robot account/.test(reason)) return `There is no robot ${robot}.`;
    if (/currently syncing/.test(reason)) return "Run pulumi up again when that is done.";
    if (status === 404 && (await snapshot.of(absence).isFree(organization)))
      return `There is no organization or user ${organization}.`;
    return obstacle(snapshot, organization, reason);
  },
});

function named(_: Details, organization: string) {
  return { organization };
}

/** The properties behind each field of Quay's API. */
const fields: Record<string, readonly (keyof OrganizationMirrorState)[]> = {
  external_registry_url: ["registryUrl"],
  external_namespace: ["externalNamespace"],
  external_registry_username: ["username"],
  external_registry_config: ["verifyTls", "httpProxy", "httpsProxy", "noProxy"],
  robot_username: ["robot"],
  visibility: ["visibility"],
  repository_filters: ["repositoryFilters"],
  sync_interval: ["syncIntervalSeconds"],
  skopeo_timeout: ["timeoutSeconds"],
  is_enabled: ["enabled"],
};

function changedIn({ updated_fields }: Details): (keyof OrganizationMirrorState)[] {
  return (updated_fields as string[]).flatMap((field) => (Object.hasOwn(fields, field) ? (fields[field] ?? []) : []));
}
