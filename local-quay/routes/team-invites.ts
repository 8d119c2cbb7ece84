import { logEvent } from "../audit";
import type { Call } from "../call";
import { acceptInvite, removeInvitationNotices } from "../deletion";
import { message, notFound, refuse } from "../errors";
import type { Team } from "../model";
import { done, ok } from "../responses";
import { behindFeatures, route } from "../routing";
import { invite } from "../team-invitations";
import { administeredTeam, inviteView } from "./team";
import { ownAccount } from "./user";

type Invitation = Team["invites"][number];

const wrongCode = () => message(400, "Invalid confirmation code.");

/** The team to which the code invites, whoever that is meant for. */
function invitation({ store, params }: Call<"code">): [team: Team, invite: Invitation] {
  const teams = store.organizations().flatMap((organization) => [...organization.teams.values()]);
  const all = teams.flatMap((team) => team.invites.map((invite): [Team, Invitation] => [team, invite]));
  return all.find(([, { code }]) => code === params.code) ?? refuse(wrongCode());
}

/** Quay's sentence goes on in the next line, where its source does. */
const intendedFor = (whom: string, indent: number) =>
  message(
    400,
    `This invite is intended for ${whom}.\n${" ".repeat(indent)}Please login to that account and try again.`,
  );

export default behindFeatures(
  ["MAILING"],
  [
    route("PUT /v1/organization/{orgname}/team/{teamname}/invite/{email}", (call) => {
      const team = administeredTeam(call);
      const { email } = call.params;
      invite(call, team, email);
      logEvent(call, "org_invite_team_member", team.organization, { email, team: team.name, member: email });
      return ok(inviteView(email));
    }),

    route("DELETE /v1/organization/{orgname}/team/{teamname}/invite/{email}", (call) => {
      const team = administeredTeam(call);
      const { email } = call.params;
      const invitation = team.invites.findIndex(({ invited }) => invited === email);
      if (invitation < 0) throw notFound();
      team.invites.splice(invitation, 1);
      logEvent(call, "org_delete_team_member_invite", team.organization, { email, team: team.name, member: email });
      return done;
    }),

    // Accepts all invitations to the organization at once.
    route("PUT /v1/teaminvite/{code}", (call) => {
      const user = ownAccount(call);
      const [{ organization, name }, { invited, inviter }] = invitation(call);
      if (typeof invited !== "string" && invited !== user) throw intendedFor(`user "${invited.name}"`, 17);
      if (typeof invited === "string" && invited !== user.email) throw intendedFor(`email "${invited}"`, 19);
      acceptInvite(call.store, organization.name, name, user.name);
      logEvent(call, "org_team_member_invite_accepted", organization, { member: user.name, team: name, inviter });
      return ok({ org: organization.name, team: name });
    }),

    route("DELETE /v1/teaminvite/{code}", (call) => {
      const user = ownAccount(call);
      const [team, found] = invitation(call);
      if (found.invited !== user) throw wrongCode();
      team.invites = team.invites.filter((one) => one !== found);
      removeInvitationNotices(user, team.organization.name);
      const told = { member: user.name, team: team.name, inviter: found.inviter };
      logEvent(call, "org_team_member_invite_declined", team.organization, told);
      return done;
    }),
  ],
);
