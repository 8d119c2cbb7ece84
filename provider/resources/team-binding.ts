import { FailedChange } from "../lifecycle/errors";
import {
  deleteOrganizationTeamMember,
  disableOrganizationTeamSync,
  enableOrganizationTeamSync,
} from "../quay/api/team";
import { isNotFound, messageOf, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import { needsScope } from "../quay/operation";
import type { Snapshot } from "../snapshot";
import { teams } from "../snapshot/organizations";
import { people } from "../snapshot/people";
import { fullNameOf, groupOf, peopleIn, type TeamSync, teamSyncs } from "../snapshot/team-syncs";
import { teamViews } from "../snapshot/team-views";

type Binding = Omit<TeamSync, "lastUpdated">;

export function bind(quay: Quay, { organization, team, groupDn, groupName, groupId }: Binding): Promise<unknown> {
  const names = { orgname: organization, teamname: team };
  return enableOrganizationTeamSync(quay, { ...names, group_dn: groupDn, group_name: groupName, group_id: groupId });
}

export const unbind = (quay: Quay, { organization, team }: Binding): Promise<unknown> =>
  disableOrganizationTeamSync(quay, { orgname: organization, teamname: team });

/** Binds a team to another group. Quay unbinds it first; where it refuses the new group the team is bound to the old one again. */
export async function rebind(quay: Quay, wanted: Binding, actual: Binding, snapshot: Snapshot): Promise<void> {
  await requireOwnWayIn(snapshot, wanted);
  const isBound = async () => (await groupInForce(snapshot, wanted)) !== undefined;
  await sent(
    () => unbind(quay, actual),
    async () => !(await isBound()),
  );
  try {
    await sent(
      () => bind(quay, wanted),
      async () => (await groupInForce(snapshot, wanted)) === groupOf(wanted),
    );
  } catch (error) {
    throw new FailedChange(error, await bindAgain(quay, actual, snapshot));
  }
}

/** Takes people out of a team that is bound to a group. Where one of them cannot be, the team stays bound. */
export async function takeOut(quay: Quay, actual: Binding, inTeam: readonly string[], snapshot: Snapshot) {
  const name = fullNameOf(actual);
  await unbind(quay, actual);
  for (const membername of inTeam) {
    try {
      await deleteOrganizationTeamMember(quay, {
        orgname: actual.organization,
        teamname: actual.team,
        membername,
      });
    } catch (error) {
      const reason = error instanceof Refusal ? error.reason : "";
      if (/only admin team/.test(reason))
        quay.notice(`${membername} stays in team ${name}: without it the token's user would lose its own way in.`);
      else if (!/does not belong to team/.test(reason) && !isNotFound(error)) {
        const again = await bindAgain(quay, actual, snapshot);
        throw new Error(`${membername} could not be taken out of team ${name}. ${messageOf(error)} ${again}`);
      }
    }
  }
}

/** Throws where the token's user administers the organization by this team alone, and may be in no group that it is bound to. */
export async function requireOwnWayIn(snapshot: Snapshot, wanted: Binding): Promise<void> {
  const { organization, team } = wanted;
  const all = (await snapshot.of(teams).list({ organization, name: team })) ?? [];
  const admins = all.filter(({ role }) => role === "admin").map(({ name }) => name);
  const inTeam = admins.includes(team) ? await peopleIn(snapshot, wanted) : [];
  if (inTeam.length === 0) return;
  const self = await snapshot.user.self();
  const { SUPERUSERS_FULL_ACCESS: fullAccess } = (await snapshot.features()).features;
  if (fullAccess && self?.super_user) return;
  const because = `Team ${fullNameOf(wanted)} administers ${organization}, and`;
  if (!self)
    throw new Error(
      `${because} Quay does not say whether the token's user is in it, who could lose its own way in. ${needsScope("user:read")}`,
    );
  if (!inTeam.includes(self.username)) return;
  const own = (await snapshot.of(people).members(organization)).get(self.username)?.teams;
  if (admins.some((name) => name !== team && own?.has(name))) return;
  throw new Error(
    `${because} ${self.username}, the token's user, does so by nothing else: who is not in the group would lose its own ` +
      "way in. Put it into another team with the role admin first.",
  );
}

/** What there is to know of a group that Quay refuses. It shows the base of the directory to those who may bind teams. */
export async function refusedGroup({ reason }: Pick<Refusal, "reason">, wanted: Binding, snapshot: Snapshot) {
  const { groupDn } = wanted;
  if (!/^Could not sync to group/.test(reason) || groupDn === undefined) return undefined;
  const view = await snapshot
    .of(teamViews)
    .get(fullNameOf(wanted))
    .catch(() => undefined);
  const base = view?.can_sync?.base_dn;
  const isWhole = base !== undefined && groupDn.toLowerCase().endsWith(`,${base.toLowerCase()}`);
  if (isWhole)
    return `groupDn is relative to the base DN: write ${JSON.stringify(groupDn.slice(0, -base.length - 1))}.`;
  return `groupDn is relative to ${base ?? "the base DN of Quay's directory"}, and a group with nobody in it counts as none.`;
}

/** Sends a request. When its answer is lost, it counts as carried out if that shows. */
async function sent(send: () => Promise<unknown>, isDone: () => Promise<boolean>): Promise<void> {
  try {
    await send();
  } catch (error) {
    const isLost = error instanceof QuayError && error.ambiguous;
    if (!isLost || !(await isDone().catch(() => false))) throw error;
  }
}

/** The group that the team is bound to now, if any. */
async function groupInForce(snapshot: Snapshot, team: Binding): Promise<string | undefined> {
  const syncs = snapshot.of(teamSyncs);
  syncs.forget(team);
  const found = await syncs.get(team, { fresh: true });
  return found && groupOf(found);
}

/** Binds a team again to the group of the state, and says which one is in force. */
async function bindAgain(quay: Quay, actual: Binding, snapshot: Snapshot): Promise<string> {
  const [name, old] = [fullNameOf(actual), groupOf(actual)];
  const now = () => groupInForce(snapshot, actual);
  try {
    await sent(
      () => bind(quay, actual),
      async () => (await now()) === old,
    );
    return `Team ${name} is bound to ${old} again, as before.`;
  } catch (error) {
    const inForce = await now().then(
      (group) => `Now it is bound to ${group ?? "no group, and its people stay as they are"}.`,
      () => "To which group it is bound now could not be read.",
    );
    return `Team ${name} could not be bound to ${old} again either: ${messageOf(error)} ${inForce}`;
  }
}
