import { logEvent } from "../audit";
import { avatar } from "../avatar";
import type { Call } from "../call";
import { rfc2822, rfc2822OrNull } from "../dates";
import { deleteRobot } from "../deletion";
import { invalid, message, refuse } from "../errors";
import type { Namespace, Organization, Robot } from "../model";
import { namingFault } from "../names";
import { robotSecret } from "../new-records";
import { created, done, ok } from "../responses";
import { route } from "../routing";
import { anyObject, list, type Of, object, optional, text } from "../schema";
import { ownAccount } from "./user";

const robotView = ({ name, created, lastAccessed, description }: Robot) => ({
  name,
  created: rfc2822(created),
  last_accessed: rfc2822OrNull(lastAccessed),
  description,
});

const reachView = ({ memberships, grants }: Robot) => ({
  teams: [...memberships].map(({ name }) => ({ name, avatar: avatar("team", name) })),
  repositories: [...grants.keys()].map(({ name }) => name),
});

const newRobot = object({
  description: optional(text({ maxLength: 255 })),
  unstructured_metadata: optional(anyObject),
});
const identities = list(object({ issuer: text(), subject: text() }));

/** The name of the organization in the path, of which the caller has to be an admin. */
function organizationName(call: Call<"orgname">): string {
  call.demand(call.caller.administers(call.params.orgname));
  return call.params.orgname;
}

/** The same where Quay looks the organization up before the robot. A superuser with full access gets that far without one. */
function organizationOf(call: Call<"orgname">): Organization {
  const name = organizationName(call);
  return call.store.organization(name) ?? refuse(message(400, `Organization does not exist: ${name}`));
}

const userName = (call: Call) => ownAccount(call).name;

const find = (call: Call<"robot_shortname">, namespace: string): Robot =>
  call.store.robot(`${namespace}+${call.params.robot_shortname}`) ??
  refuse(message(400, "Could not find robot with specified username"));

const shortName = ({ name }: Robot) => name.slice(name.indexOf("+") + 1);

const ownerOf = ({ store }: Call, { name }: Robot) => store.namespace(name.slice(0, name.indexOf("+"))) as Namespace;

function listed(call: Call, namespace: string, isAdmin: boolean) {
  const used = (robot: Robot) => robot.lastAccessed?.getTime() ?? 0;
  const robots = call.store.robotsOf(namespace).sort((a, b) => used(b) - used(a));
  const limit = call.integer("limit", "If specified, the number of robots to return.");
  const views = robots.slice(0, limit).map((robot) => ({
    ...robotView(robot),
    ...(isAdmin && call.flag("token", true) && { token: robot.token }),
    ...(isAdmin && call.flag("permissions") && reachView(robot)),
  }));
  return ok({ robots: views });
}

const shown = (robot: Robot) =>
  ok({ ...robotView(robot), token: robot.token, unstructured_metadata: robot.metadata ?? {} });

function made(
  call: Call<"robot_shortname">,
  namespace: Namespace,
  wanted: { description?: string; unstructured_metadata?: object },
) {
  const { robot_shortname: short } = call.params;
  if (call.features.ROBOTS_DISALLOW)
    throw invalid("Robot accounts have been disabled. Please contact your administrator.");
  const misnamed = namingFault(short);
  if (misnamed) throw invalid(`The name for the robot '${short}' is invalid: ${misnamed}`);
  const name = `${namespace.name}+${short}`;
  if (call.store.robot(name)) throw invalid(`Existing robot with name: ${name}`);
  const { description, unstructured_metadata } = wanted;
  const robot = call.store.addRobot(namespace, short, description, unstructured_metadata);
  logEvent(call, "create_robot", namespace, {
    robot: short,
    description: description ?? null,
    unstructured_metadata: unstructured_metadata ?? null,
  });
  // Only this answer tells missing metadata from empty.
  return created({ ...robotView(robot), token: robot.token, unstructured_metadata: robot.metadata });
}

/** A robot of a mirrored repository stays locked until the repository is collected. */
function removed(call: Call<"robot_shortname">, owner: string) {
  const robot = find(call, owner);
  const repositories = call.store.namespace(owner)?.repositories.values() ?? [];
  if ([...repositories].some(({ mirror }) => mirror?.robot === robot)) throw invalid("Robot is being used by a mirror");
  deleteRobot(call.store, robot);
  logEvent(call, "delete_robot", ownerOf(call, robot), { robot: shortName(robot) });
  return done;
}

function regenerated(call: Call, robot: Robot) {
  robot.token = robotSecret();
  logEvent(call, "regenerate_robot_token", ownerOf(call, robot), { robot: shortName(robot) });
  return ok({ ...robotView(robot), token: robot.token });
}

const permissions = ({ grants }: Robot) =>
  ok({
    permissions: [...grants].map(([{ name, isPublic }, role]) => ({ repository: { name, is_public: isPublic }, role })),
  });

function federated(call: Call, robot: Robot, given: Of<typeof identities>) {
  const wanted = given.map(({ issuer, subject }) => ({ issuer, subject }));
  const seen = new Set<string>();
  for (const { issuer, subject } of wanted) {
    if (!issuer || !subject) throw invalid("Missing one or more required fields (issuer, subject)");
    if (!/^https?:\/\//.test(issuer)) throw invalid("Issuer must be a URL (http:// or https://)");
    const pair = `${issuer} ${subject}`;
    if (seen.has(pair)) throw invalid("Duplicate federation config entry");
    seen.add(pair);
  }
  robot.federation = wanted;
  logEvent(call, "create_robot_federation", ownerOf(call, robot), { robot: shortName(robot), config: wanted });
  return ok(wanted);
}

function unfederated(call: Call, robot: Robot) {
  robot.federation = [];
  logEvent(call, "delete_robot_federation", ownerOf(call, robot), { robot: shortName(robot) });
  return done;
}

export default [
  route("GET /v1/organization/{orgname}/robots", (call) => {
    const { orgname } = call.params;
    call.demand(call.caller.isMemberOf(orgname));
    return listed(call, orgname, call.caller.administers(orgname));
  }),

  route("PUT /v1/organization/{orgname}/robots/{robot_shortname}", (call) => {
    const wanted = call.jsonIfAny(newRobot);
    return made(call, organizationOf(call), wanted);
  }),

  route("GET /v1/organization/{orgname}/robots/{robot_shortname}/permissions", (call) => {
    ownAccount(call);
    return permissions(find(call, organizationOf(call).name));
  }),

  route("POST /v1/organization/{orgname}/robots/{robot_shortname}/federation", (call) => {
    const wanted = call.json(identities);
    return federated(call, find(call, organizationName(call)), wanted);
  }),

  route("GET /v1/organization/{orgname}/robots/{robot_shortname}", (call) =>
    shown(find(call, organizationOf(call).name)),
  ),
  route("DELETE /v1/organization/{orgname}/robots/{robot_shortname}", (call) => removed(call, organizationName(call))),
  route("POST /v1/organization/{orgname}/robots/{robot_shortname}/regenerate", (call) =>
    regenerated(call, find(call, organizationOf(call).name)),
  ),
  route("GET /v1/organization/{orgname}/robots/{robot_shortname}/federation", (call) =>
    ok(find(call, organizationName(call)).federation),
  ),
  route("DELETE /v1/organization/{orgname}/robots/{robot_shortname}/federation", (call) =>
    unfederated(call, find(call, organizationName(call))),
  ),

  route("GET /v1/user/robots", (call) => listed(call, userName(call), true)),
  route("PUT /v1/user/robots/{robot_shortname}", (call) => made(call, ownAccount(call), call.jsonIfAny(newRobot))),
  route("GET /v1/user/robots/{robot_shortname}", (call) => shown(find(call, userName(call)))),
  route("DELETE /v1/user/robots/{robot_shortname}", (call) => removed(call, userName(call))),
  route("POST /v1/user/robots/{robot_shortname}/regenerate", (call) => regenerated(call, find(call, userName(call)))),
  route("GET /v1/user/robots/{robot_shortname}/permissions", (call) => permissions(find(call, userName(call)))),
  route("GET /v1/user/robots/{robot_shortname}/federation", (call) => ok(find(call, userName(call)).federation)),
  route("POST /v1/user/robots/{robot_shortname}/federation", (call) =>
    federated(call, find(call, userName(call)), call.json(identities)),
  ),
  route("DELETE /v1/user/robots/{robot_shortname}/federation", (call) => unfederated(call, find(call, userName(call)))),
];
