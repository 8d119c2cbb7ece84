import { avatar } from "../avatar";
import type { Call } from "../call";
import { findPerson, userOf } from "../directory";
import { problem, unknownPath } from "../errors";
import type { Namespace, Repository } from "../model";
import { ok } from "../responses";
import { route } from "../routing";

const most = 10;

function entities(call: Call<"prefix">) {
  const { store, caller, params } = call;
  const prefix = params.prefix.toLowerCase();
  const namespace = call.text("namespace");
  const organization = namespace === undefined ? undefined : store.organization(namespace);
  // Quay says so of everybody, even of those who are in no organization.
  const membership = organization && { is_org_member: true };
  const isMember = namespace !== undefined && caller.isMemberOf(namespace);
  const users = store.users().filter(({ name }) => name.startsWith(prefix));
  const robots = isMember
    ? store.robotsOf(namespace).filter(({ name }) => name.startsWith(`${namespace}+${prefix}`))
    : [];
  const teams = isMember && call.flag("includeTeams") ? [...(organization?.teams.values() ?? [])] : [];
  const itself = call.flag("includeOrgs") && organization?.name.startsWith(prefix) ? [organization] : [];
  return [
    ...teams
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name }) => ({ name, kind: "team", is_org_member: true, avatar: avatar("team", name) })),
    ...itself.map(({ name, email }) => ({
      name,
      kind: "org",
      is_org_member: true,
      avatar: avatar("org", name, email),
    })),
    ...[...users, ...robots].map(({ name, kind, email }) => ({
      name,
      kind: "user",
      is_robot: kind === "robot",
      avatar: avatar(kind, name, email),
      ...membership,
    })),
    ...unknownPeople(call, prefix),
  ].slice(0, most);
}

/** People of the directory whom Quay does not know yet. */
function unknownPeople({ quay: { directory }, store }: Call, prefix: string) {
  const known = new Set(store.users().flatMap(({ name, login }) => [name, login]));
  return Object.entries(directory?.people ?? {})
    .filter(([name, { email }]) => !known.has(name) && [name, email].some((one) => one.startsWith(prefix)))
    .map(([name, { email }]) => ({ name, kind: "external", title: email, avatar: avatar("user", name, email) }));
}

/** Makes a user of somebody in the directory. */
function linkUser(call: Call<"username">) {
  const { directory } = call.quay;
  if (!directory) throw unknownPath();
  if (!call.caller.user) throw call.unauthorized;
  const { username } = call.params;
  const found = findPerson(directory, username);
  if (!found) throw problem(400, "invalid_request", "Invalid username or password.", { username });
  const { name, email } = userOf(call.store, ...found);
  return ok({ entity: { name, kind: "user", is_robot: false, avatar: avatar("user", name, email) } });
}

const namespaceView = ({ kind, name, email }: Namespace) => ({
  title: kind === "organization" ? "org" : "user",
  kind,
  avatar: avatar(kind === "organization" ? "org" : "user", name, email),
  name,
  score: 1,
  href: `/${kind}/${name}`,
});

const repositoryView = ({ namespace, name, description, isPublic }: Repository) => ({
  kind: "repository",
  title: "repo",
  namespace: namespaceView(namespace),
  name,
  description,
  is_public: isPublic,
  score: 1,
  href: `/repository/${namespace.name}/${name}`,
});

/** Repositories the caller may see whose name or description holds the words. */
function repositories({ store, caller }: Call, query: string): Repository[] {
  return store.repositories().filter(({ namespace, name, description, isPublic }) => {
    const matches = `${namespace.name}/${name} ${description ?? ""}`.includes(query);
    return matches && (isPublic || caller.hasFullAccess || caller.roleOn(namespace.name, name) !== undefined);
  });
}

export default [
  route("GET /v1/entities/{prefix}", (call) => ok({ results: entities(call) })),
  route("POST /v1/entities/link/{username}", linkUser),

  route("GET /v1/find/repositories", (call) => {
    const found = repositories(call, call.text("query") ?? "");
    const page = Math.min(10, Math.max(1, call.integer("page", "The page.") ?? 1));
    const start = (page - 1) * most;
    return ok({
      results: found.slice(start, start + most).map(repositoryView),
      has_additional: found.length > start + most,
      page,
      page_size: most,
      start_index: start,
    });
  }),

  route("GET /v1/find/all", (call) => {
    const query = call.text("query") ?? "";
    const own = [...(call.caller.user?.memberships ?? [])].map(({ organization }) => organization);
    const namespaces = [...new Set<Namespace>([...own, ...call.store.users()])];
    const named = namespaces.filter(({ name }) => query && name.startsWith(query)).map(namespaceView);
    return ok({ results: [...named, ...repositories(call, query).map(repositoryView)].slice(0, most) });
  }),
];
