import { randomUUID } from "node:crypto";
import { logEvent, username } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { invalid, message, notFound, refuse } from "../errors";
import type { Account, Organization, Prototype } from "../model";
import { done, ok } from "../responses";
import { route } from "../routing";
import { choice, object, optional, text } from "../schema";
import { administered } from "./organization";
import { isMemberOf } from "./permission";

const accountView = (organization: Organization, account: Account) => ({
  name: account.name,
  is_robot: account.kind === "robot",
  kind: "user",
  is_org_member: isMemberOf(organization, account),
  avatar: avatar(account.kind === "robot" ? "robot" : "user", account.name, account.email),
});

const prototypeView = (organization: Organization, { id, role, activatingUser, delegate }: Prototype) => ({
  activating_user: activatingUser ? accountView(organization, activatingUser) : null,
  delegate:
    delegate.kind === "team"
      ? { name: delegate.name, kind: "team", avatar: avatar("team", delegate.name) }
      : accountView(organization, delegate),
  role,
  id,
});

const role = choice("read", "write", "admin");

const newPrototype = object({
  role,
  activating_user: optional(object({ name: text() })),
  delegate: object({ name: text(), kind: choice("user", "team") }),
});

type Delegate = { name: string; kind: "user" | "team" };

/** Robots of other organizations pass, although they could not be granted anything directly. */
const accountOf = ({ store }: Call, name: string) => store.user(name) ?? store.robot(name);

function delegateOf(call: Call, organization: Organization, { name, kind }: Delegate) {
  if (kind === "user") return accountOf(call, name) ?? refuse(invalid("Missing delegate user or team"));
  const missing = `('Team does not exist: %s/%s', '${organization.name}', '${name}')`;
  return organization.teams.get(name) ?? refuse(message(400, missing));
}

/** What the log says of a default permission. */
const prototypeDetails = (call: Call, { id, role, activatingUser, delegate }: Prototype) => ({
  prototypeid: id,
  username: username(call),
  activating_username: activatingUser?.name ?? null,
  role,
  ...(delegate.kind === "team" ? { delegate_team: delegate.name } : { delegate_user: delegate.name }),
});

export default [
  route("GET /v1/organization/{orgname}/prototypes", (call) => {
    const organization = administered(call);
    return ok({ prototypes: [...organization.prototypes.values()].map((one) => prototypeView(organization, one)) });
  }),

  route("POST /v1/organization/{orgname}/prototypes", (call) => {
    const wanted = call.json(newPrototype);
    const organization = administered(call);
    const creator = wanted.activating_user;
    const activatingUser = creator && (accountOf(call, creator.name) ?? refuse(invalid("Unknown activating user")));
    const delegate = delegateOf(call, organization, wanted.delegate);
    const prototype: Prototype = { id: randomUUID(), role: wanted.role, activatingUser, delegate };
    organization.prototypes.set(prototype.id, prototype);
    logEvent(call, "create_prototype_permission", organization, prototypeDetails(call, prototype));
    return ok(prototypeView(organization, prototype));
  }),

  route("PUT /v1/organization/{orgname}/prototypes/{prototypeid}", (call) => {
    const wanted = call.json(object({ role }));
    const organization = administered(call);
    const prototype = organization.prototypes.get(call.params.prototypeid) ?? refuse(notFound());
    const original_role = prototype.role;
    prototype.role = wanted.role;
    logEvent(call, "modify_prototype_permission", organization, {
      ...prototypeDetails(call, prototype),
      original_role,
    });
    return ok(prototypeView(organization, prototype));
  }),

  route("DELETE /v1/organization/{orgname}/prototypes/{prototypeid}", (call) => {
    const organization = administered(call);
    const prototype = organization.prototypes.get(call.params.prototypeid) ?? refuse(notFound());
    organization.prototypes.delete(prototype.id);
    logEvent(call, "delete_prototype_permission", organization, prototypeDetails(call, prototype));
    return done;
  }),
];
