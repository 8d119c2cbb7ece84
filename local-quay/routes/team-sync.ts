import { logEvent } from "../audit";
import { groupFault } from "../directory";
import { crash, invalid } from "../errors";
import { ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { anything } from "../schema";
import { maySetUpSyncing } from "../team-syncing";
import { administeredTeam, teamView } from "./team";

export default behindFeatures(
  ["TEAM_SYNCING"],
  [
    route("POST /v1/organization/{orgname}/team/{teamname}/syncing", (call) => {
      call.demand(maySetUpSyncing(call, call.params.orgname));
      const team = administeredTeam(call);
      const group = call.json(anything) as Record<string, unknown>;
      const { directory } = call.quay;
      const fault = groupFault(directory, group);
      if (fault) throw invalid(`Could not sync to group: ${fault}`);
      if (team.syncedWith) throw crash();
      team.syncedWith = group;
      // With OIDC people come back when they sign in.
      if (directory?.service === "OIDC")
        for (const member of [...team.members]) if (member.kind === "user") call.store.leave(team, member);
      logEvent(call, "enable_team_sync", team.organization, { team: team.name });
      return ok(teamView(call, team, false));
    }),

    route("DELETE /v1/organization/{orgname}/team/{teamname}/syncing", (call) => {
      call.demand(maySetUpSyncing(call, call.params.orgname));
      const team = administeredTeam(call);
      team.syncedWith = undefined;
      team.lastSynced = undefined;
      logEvent(call, "disable_team_sync", team.organization, { team: team.name });
      return ok(teamView(call, team, false));
    }),
  ],
);
