import type { Call } from "./call";
import { rfc2822OrNull } from "./dates";
import { invalid } from "./errors";
import type { Team } from "./model";

/** Only superusers may bind teams to groups, unless a feature flag allows it to all admins of organizations. */
export const maySetUpSyncing = ({ caller, features }: Call, organization: string) =>
  caller.administers(organization) && (caller.isSuperuser || Boolean(features.NONSUPERUSER_TEAM_SYNCING_SETUP));

/** The directory that a team can be or is synchronized with. Only superusers see the group. */
export function syncingView(call: Call, { organization, syncedWith, lastSynced }: Team) {
  if (!call.features.TEAM_SYNCING) return {};
  const { directory } = call.quay;
  const service = (directory?.service ?? "LDAP").toLowerCase();
  const base = directory && service === "ldap" && { base_dn: directory.baseDn };
  return {
    ...(maySetUpSyncing(call, organization.name) && {
      can_sync: { service, ...base },
    }),
    ...(syncedWith && {
      synced: {
        service,
        ...(call.caller.isSuperuser && {
          last_updated: rfc2822OrNull(lastSynced ?? null),
          config: syncedWith,
        }),
      },
    }),
  };
}

/** Refuses to change users of a synchronized team, whose group determines them. Quay checks this first. */
export function refuseIfSynced(call: Call<"orgname" | "teamname" | "membername">) {
  const { orgname, teamname, membername } = call.params;
  const isBound = call.features.TEAM_SYNCING && call.store.team(orgname, teamname)?.syncedWith;
  if (isBound && !membername.includes("+")) throw invalid("Cannot call this method on an auth-synced team");
}
