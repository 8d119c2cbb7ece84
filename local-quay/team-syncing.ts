import type { Call } from "./call";
import { invalid } from "./errors";
import type { Team } from "./model";

/** Only a superuser binds teams to groups, unless all admins of organizations may. */
export const maySetUpSyncing = ({ caller, features }: Call, organization: string) =>
  caller.administers(organization) && (caller.isSuperuser || Boolean(features.NONSUPERUSER_TEAM_SYNCING_SETUP));

/** Which directory the team may be, or is, filled from; from which group, is for superusers. */
export function syncingView(call: Call, { organization, syncedWith }: Team) {
  if (!call.features.TEAM_SYNCING) return {};
  const { directory } = call.quay;
  const service = "ldap";
  return {
    ...(maySetUpSyncing(call, organization.name) && {
      can_sync: { service, ...(directory && { base_dn: directory.baseDn }) },
    }),
    ...(syncedWith && {
      synced: { service, ...(call.caller.isSuperuser && { last_updated: null, config: syncedWith }) },
    }),
  };
}

/** The group alone decides which people are in a team that is bound to one. Quay looks at that before all else. */
export function refuseIfSynced(call: Call<"orgname" | "teamname" | "membername">) {
  const { orgname, teamname, membername } = call.params;
  const isBound = call.features.TEAM_SYNCING && call.store.team(orgname, teamname)?.syncedWith;
  if (isBound && !membername.includes("+")) throw invalid("Cannot call this method on an auth-synced team");
}
