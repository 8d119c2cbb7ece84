import { z } from "zod";
import type { Need } from "../lifecycle/conditions";
import { type Adoptable, type Evicting, type Owned, singleton } from "../lifecycle/definition";
import type { Details } from "../lifecycle/logged";
import { resource } from "../lifecycle/resource";
import { organizationName, teamName } from "../quay/names";
import { needsScope } from "../quay/operation";
import { absence } from "../snapshot/absence";
import { fullNameOf, peopleIn, teamSyncs, teamSyncsWithin } from "../snapshot/team-syncs";
import { toOrganization, toTeam } from "./references";
import { bind, rebind, refusedGroup, requireOwnWayIn, takeOut, unbind } from "./team-binding";

export interface TeamSyncArgs extends Adoptable, Evicting {
  /** Organization of the team. */
  organization: string;
  /** Name of the team. */
  team: string;
  /**
   * With LDAP: distinguished name of the group, relative to the base DN of Quay's configuration, for example
   * `cn=ops,ou=groups`. Quay refuses a group that is not there or has nobody in it.
   */
  groupDn?: string;
  /**
   * With OIDC: name of the group in the tokens that people sign in with. Quay takes any. (Read in Quay's source, not tried with
   * one.)
   */
  groupName?: string;
  /** With Keystone: id of the group. (Read in Quay's source, not tried with one.) */
  groupId?: string;
}

/**
 * Takes a team's people from a group of the directory that people sign in from. From then on nobody but the directory adds or
 * removes people; robots are added as before. Quay looks into the group from time to time, with OIDC whenever somebody signs in.
 * Deleting it keeps the people, unless `removeMembers` is set. Only superusers bind teams, unless Quay's administrator
 * lets the admins of organizations do it, and only they are shown the group: with another token it is not compared.
 */
export interface TeamSyncState extends Owned<TeamSyncArgs, "groupDn" | "groupName" | "groupId"> {
  /** What the directory is: `ldap`, `oidc` or `keystone`. */
  service: string;
  /** When Quay last looked into the group, in RFC 3339; not set before the first time, nor where Quay does not show it. */
  lastUpdated?: string;
}

const named = (what: string) => z.string().regex(/^\S(.*\S)?$/s, `${what} is not empty, and has no blanks around it.`);

/** What people of a Quay sign in with, as its configuration calls it, by the input that is for such a Quay. */
const services = { groupDn: "LDAP", groupName: "OIDC", groupId: "Keystone" };

const onlyWithItsService = (input: keyof typeof services): Need => ({
  feature: "TEAM_SYNCING",
  inPreview: true,
  option({ AUTHENTICATION_TYPE: actual }) {
    if (actual === undefined || actual === services[input]) return undefined;
    const [right] = Object.entries(services).find(([, service]) => service === actual) ?? [];
    const advice = right ? `Give ${right}.` : "It has no groups that a team could take its people from.";
    return `${input} is for a Quay whose people sign in with ${services[input]}, and those of this one with ${actual}. ${advice}`;
  },
});

export const teamSync = resource<TeamSyncArgs, TeamSyncState>({
  kind: "TeamSync",
  identity: singleton("{organization}/{team}"),
  flags: ["adopt", "replaceMembers", "removeMembers"],
  features: ["TEAM_SYNCING"],
  isIdleWhenOff: true,
  superuserOnly: true,

  accepts: {
    organization: organizationName,
    team: teamName,
    groupDn: named("A distinguished name")
      .regex(/=/, "This is not a distinguished name, for example cn=ops,ou=groups.")
      .optional(),
    groupName: named("A group's name").optional(),
    groupId: named("A group's id").optional(),
  },
  exactlyOne: ["groupDn", "groupName", "groupId"],
  needs: {
    groupDn: onlyWithItsService("groupDn"),
    groupName: onlyWithItsService("groupName"),
    groupId: onlyWithItsService("groupId"),
  },
  derives: {
    service({ groupDn, groupName }) {
      if (groupDn !== undefined) return "ldap";
      return groupName !== undefined ? "oidc" : "keystone";
    },
  },

  observe: teamSyncs,
  listWithin: teamSyncsWithin,

  async create(quay, wanted, snapshot) {
    const { organization, team, groupDn, groupName, groupId } = wanted;
    const people = await peopleIn(snapshot, wanted);
    if (people.length > 0 && !wanted.replaceMembers) throw new Error(wouldGo(people, wanted));
    if (people.length > 0) await requireOwnWayIn(snapshot, wanted);
    await bind(quay, wanted);
    return { organization, team, groupDn, groupName, groupId };
  },

  changes: [{ of: ["groupDn", "groupName", "groupId"], send: rebind, yields: { lastUpdated: () => undefined } }],

  async delete(quay, actual, snapshot) {
    if (!actual.removeMembers) return unbind(quay, actual);
    const isBound = await snapshot.of(teamSyncs).get(actual, { fresh: true });
    const people = await peopleIn(snapshot, actual);
    if (isBound) return takeOut(quay, actual, people, snapshot);
    // Without a group somebody else may have put them there.
    if (people.length > 0)
      quay.notice(`${list(people)} stay in team ${fullNameOf(actual)}: no group decided that any more.`);
  },

  onConflict: "lookup",
  replacementCost: "nothing besides: the people stay in the old team",
  refers: { organization: toOrganization, team: toTeam },

  logged: {
    entries: {
      enable_team_sync: { of: teamOf, effect: "made" },
      disable_team_sync: { of: teamOf, effect: "deleted" },
    },
  },

  async explain(refusal, wanted, snapshot) {
    const { organization, team } = wanted;
    const ofGroup = await refusedGroup(refusal, wanted, snapshot);
    if (ofGroup) return ofGroup;
    if (refusal.status === 404) return `There is no team ${team} in ${organization}.`;
    const { NONSUPERUSER_TEAM_SYNCING_SETUP: isForAdmins } = (await snapshot.features()).features;
    if (refusal.status !== 403 || !isForAdmins || (await snapshot.of(absence).isFree(organization))) return undefined;
    return needsScope("org:admin").replace(/\.$/, `, and a user who administers ${organization}.`);
  },
});

const wouldGo = (people: readonly string[], team: Pick<TeamSyncState, "organization" | "team">) =>
  `In team ${fullNameOf(team)} there are ${list(people)}, and who is not in the group would be taken out of it. Take them out of ` +
  "the team and the program first, or set replaceMembers: true.";

/** The first few names. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown.replace(/, ([^,]*)$/, " and $1");
}

function teamOf({ team }: Details, organization: string) {
  return { organization, team };
}
