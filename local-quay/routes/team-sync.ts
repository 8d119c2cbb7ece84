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
      const fault = groupFault(call.quay.directory, group.group_dn);
      if (fault) throw invalid(`Could not sync to group: ${fault}`);
      if (team.syncedWith) throw crash();
      team.syncedWith = group;
      logEvent(call, "enable_team_sync", team.organization, { team: team.name });
      return ok(teamView(call, team, false));
    }),

    route("DELETE /v1/organization/{orgname}/team/{teamname}/syncing", (call) => {
      call.demand(maySetUpSyncing(call, call.params.orgname));
      const team = administeredTeam(call);
      team.syncedWith = undefined;
      logEvent(call, "disable_team_sync", team.organization, { team: team.name });
      return ok(teamView(call, team, false));
    }),
  ],
);
