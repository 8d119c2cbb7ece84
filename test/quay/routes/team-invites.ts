import { done, ok } from "../answers";
import { logged } from "../audit";
import type { Call } from "../call";
import { acceptInvite } from "../cascades";
import { message, refuse } from "../errors";
import type { Team } from "../nouns";
import { gated, route } from "../routing";
import { ownAccount } from "./user";

type Told = { member: string; team: string; inviter: string };

/** The team to which the code invites the user who is asking, and what the log says of it. */
function invitation(call: Call<"code">): [Team, Told] {
  const user = ownAccount(call);
  const teams = call.store.organizations().flatMap((organization) => [...organization.teams.values()]);
  const mine = ({ code, invited }: Team["invites"][number]) =>
    code === call.params.code && (invited === user || invited === user.email);
  const team = teams.find(({ invites }) => invites.some(mine)) ?? refuse(message(400, "Invalid confirmation code."));
  return [team, { member: user.name, team: team.name, inviter: team.invites.find(mine)?.inviter ?? "" }];
}

export default gated(
  ["MAILING"],
  [
    route("PUT /v1/teaminvite/{code}", (call) => {
      const [{ organization, name }, told] = invitation(call);
      acceptInvite(call.store, organization.name, name, ownAccount(call).name);
      logged(call, "org_team_member_invite_accepted", organization, told);
      return ok({ org: organization.name, team: name });
    }),

    route("DELETE /v1/teaminvite/{code}", (call) => {
      const [team, told] = invitation(call);
      team.invites = team.invites.filter(({ code }) => code !== call.params.code);
      logged(call, "org_team_member_invite_declined", team.organization, told);
      return done;
    }),
  ],
);
