import { done, ok } from "../answers";
import type { Call } from "../call";
import { acceptInvite } from "../cascades";
import { message, refuse } from "../errors";
import type { Team } from "../nouns";
import { gated, route } from "../routing";
import { ownAccount } from "./user";

/** The team to which the code invites the user who is asking. */
function invitation(call: Call<"code">): Team {
  const user = ownAccount(call);
  const teams = call.store.organizations().flatMap((organization) => [...organization.teams.values()]);
  const mine = ({ code, invited }: Team["invites"][number]) =>
    code === call.params.code && (invited === user || invited === user.email);
  return teams.find(({ invites }) => invites.some(mine)) ?? refuse(message(400, "Invalid confirmation code."));
}

export default gated(
  ["MAILING"],
  [
    route("PUT /v1/teaminvite/{code}", (call) => {
      const { organization, name } = invitation(call);
      acceptInvite(call.store, organization.name, name, ownAccount(call).name);
      return ok({ org: organization.name, team: name });
    }),

    route("DELETE /v1/teaminvite/{code}", (call) => {
      const team = invitation(call);
      team.invites = team.invites.filter(({ code }) => code !== call.params.code);
      return done;
    }),
  ],
);
