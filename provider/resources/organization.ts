import { z } from "zod";
import { type Adoptable, type Guarded, id, type Owned } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { changeOrganizationDetails, createOrganization, deleteAdminedOrganization } from "../quay/api/organization";
import { listRepos } from "../quay/api/repository";
import { getLoggedInUser } from "../quay/api/user";
import { Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { email, organizationName } from "../quay/names";
import { organizations } from "../snapshot/organizations";

export interface OrganizationArgs extends Adoptable, Guarded {
  /** Name, unique among all organizations and users of this Quay. Defaults to the resource's own name. */
  name?: string;
  /** Contact address. Another user's address is refused; organizations may share one. */
  email?: string;
  /**
   * How long deleted tags can be restored (the time machine), in seconds; one of the times this Quay offers, usually 0,
   * 86400, 604800, 1209600 or 2419200. Left to Quay unless given.
   */
  tagExpirationSeconds?: number;
}

/** A namespace that holds repositories, teams and robots. */
export interface OrganizationState extends Owned<OrganizationArgs, "tagExpirationSeconds"> {}

const NAME_TAKEN = /name already exists/;
const NAME_NOT_FREE = /Username is not available/;

const named = ({ namespace }: Details) => ({ name: namespace });

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

export const organization = resource<OrganizationArgs, OrganizationState>({
  kind: "Organization",
  identity: id("{name}"),
  // A token of the organization cannot exist before the organization does.
  namespace: ({ name }, creating) => (creating ? undefined : name),
  flags: ["adopt", "forceDelete"],

  accepts: {
    name: organizationName,
    email: email.default(""),
    tagExpirationSeconds: z
      .int({ error: "This is a whole number of seconds." })
      .min(0, "This is 0 or more seconds.")
      .optional(),
  },
  needs: { tagExpirationSeconds: { feature: "CHANGE_TAG_EXPIRATION", option: notOffered } },

  observe: organizations,
  listAll: async ({ quay }) => (await getLoggedInUser(quay, {})).organizations ?? [],

  listWithin: async (snapshot, namespace) => (await snapshot.of(organizations).list({ name: namespace })) ?? [],

  async create(quay, { name, email }) {
    await createWhenFree(quay, { name, email: email || undefined });
    return { name, email };
  },
  setAfterCreate: ["tagExpirationSeconds"],
  usualValues: { tagExpirationSeconds: 14 * SECONDS.d },

  changes: [
    { of: ["email"], send: (quay, { name, email }) => changeOrganizationDetails(quay, { orgname: name, email }) },
    {
      of: ["tagExpirationSeconds"],
      send: (quay, { name, tagExpirationSeconds }) =>
        changeOrganizationDetails(quay, { orgname: name, tag_expiration_s: tagExpirationSeconds }),
    },
  ],

  delete: (quay, { name }) => deleteAdminedOrganization(quay, { orgname: name }),

  onConflict: NAME_TAKEN,
  replacementCost: "everything that it holds, repositories with their images too",
  guard: guardReason,

  logged: {
    entries: {
      org_create: { of: named, to: ({ email }) => ({ email: email ?? "" }), effect: "made" },
      org_change_email: { of: named, to: ({ email }) => ({ email }) },
      org_change_tag_expiration: {
        of: named,
        to: ({ tag_expiration }) => ({ tagExpirationSeconds: tag_expiration }),
      },
      org_delete: { of: named, effect: "deleted" },
    },
    never: "of a deleted or renamed organization only superusers see the log",
  },

  async explain({ reason }, { name }, snapshot) {
    if (NAME_TAKEN.test(reason) && (await snapshot.user.isUser(name))) {
      return `${name} is a user of this Quay, and an organization cannot have a user's name. Choose another name.`;
    }
    if (!NAME_NOT_FREE.test(reason)) return undefined;
    return `Quay keeps the name ${name} until it has collected what an earlier ${name} left behind. Try again later, or choose another name.`;
  },
});

/** The name of a deleted organization is free again only after Quay's garbage collection, so the create is retried. */
async function createWhenFree(quay: Quay, wanted: { name: string; email?: string }) {
  for (const pauses of [2, 4, 8, 16]) {
    try {
      return await createOrganization(quay, wanted);
    } catch (error) {
      if (!(error instanceof Refusal) || !NAME_NOT_FREE.test(error.reason)) throw error;
      await quay.pause(pauses);
    }
  }
  return createOrganization(quay, wanted);
}

async function guardReason(quay: Quay, { name }: OrganizationState): Promise<string | undefined> {
  const { repositories, next_page } = await listRepos(quay, { namespace: name });
  if (repositories.length > 0) {
    const many = next_page ? `more than ${repositories.length}` : repositories.length;
    return (
      `Organization ${name} still holds ${many} ${many === 1 ? "repository" : "repositories"}, which would be lost with all images. ` +
      "Delete them first; or set forceDelete: true, run pulumi up, and delete the organization then."
    );
  }
  // Quay uses the name as an SQL pattern to find its robots, and _ matches any character.
  if (!name.includes("_")) return undefined;
  return (
    `Organization ${name} has a _ in its name, and deleting it would make Quay delete the robots of every organization whose ` +
    `name differs only there (such as ${name.replace("_", "x")}). If there is none, set forceDelete: true, run pulumi up, and delete it then.`
  );
}

function notOffered(
  { TAG_EXPIRATION_OPTIONS }: { TAG_EXPIRATION_OPTIONS?: unknown },
  wanted: number,
): string | undefined {
  if (!Array.isArray(TAG_EXPIRATION_OPTIONS)) return undefined;
  const times = TAG_EXPIRATION_OPTIONS.map((time) => {
    const [, count, unit] = /^(\d+)([smhdw])$/.exec(String(time)) ?? [];
    return Number(count) * SECONDS[unit as keyof typeof SECONDS];
  });
  if (times.some(Number.isNaN) || times.includes(wanted)) return undefined;
  return `tagExpirationSeconds: this Quay does not offer that time. It offers ${times.join(", ")}.`;
}
