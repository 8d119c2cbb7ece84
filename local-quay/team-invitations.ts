import { randomUUID } from "node:crypto";
import type { Call } from "./call";
import { mailInvitation } from "./mails";
import type { Team, User } from "./model";
import { secret } from "./secrets";

/** Invites by mail. An existing user gets a notification in Quay too. */
export function invite(call: Call, team: Team, invited: User | string) {
  const inviter = call.caller.user?.name ?? "";
  const invitation = { code: `teaminvite:${secret(32)}`, invited, inviter };
  team.invites.push(invitation);
  mailInvitation(call.store, typeof invited === "string" ? invited : invited.email, invitation);
  if (typeof invited === "string") return;
  const { code } = invitation;
  const metadata = { code, inviter, org: team.organization.name, team: team.name };
  const kind = "org_team_invite";
  invited.notices.push({ id: randomUUID(), kind, created: new Date(), metadata, dismissed: false });
}
