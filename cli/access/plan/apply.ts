import type { Properties } from "../../../provider/lifecycle/definition";
import { resources } from "../../../provider/resources";
import { namespaceOf } from "../../../provider/snapshot/containers";
import { grantsOfNew } from "../effective";
import { kindOf, stranger, withPrincipals } from "../principals";
import type { AccessReport, Grant, NamespaceAccess, RepositoryAccess, Role } from "../report";
import type { PlanStep } from "./preview";

/** What decides over the outcome beside the plan. */
export interface PlanContext {
  /** The token's user, who becomes the creator of what the plan makes; undefined when the token cannot tell. */
  user?: string;
  /** Whether users who are in no team yet are invited instead of made members. */
  invites: boolean;
}

/** The report as it would read after the plan, with a sentence in its notes for each step that cannot be foreseen. */
export function afterPlan(report: AccessReport, steps: readonly PlanStep[], context: PlanContext): AccessReport {
  const namespaces = new Map(structuredClone(report.namespaces).map((one) => [one.name, one]));
  const notes: string[] = [];
  const change = new Change(namespaces, context);
  for (const step of inOrder(steps)) {
    const apply = (change.kinds as Partial<Record<string, Apply>>)[step.kind];
    if (!apply) continue;
    const missing = identityOf(step).filter((name) => step.unknown.includes(name));
    if (missing.length > 0)
      notes.push(`${nameOf(step)} is left out: ${missing.join(" and ")} is secret, or not known before the update.`);
    else apply(step.values, step.op);
  }
  return {
    ...report,
    namespaces: [...namespaces.values()].map(withPrincipals),
    notes: [...report.notes, ...notes],
  };
}

/** What decides over access: what names the resource, and the property with the role or the visibility. */
const identityOf = ({ kind, op, values, unknown }: PlanStep) => {
  const named = resources[kind]?.identity.properties ?? [];
  const decisive = op === "delete" ? [] : ["role", "visibility"];
  return [...named, ...decisive].filter((name) => name in values || unknown.includes(name));
};

const nameOf = ({ kind, urn }: PlanStep) => `${kind} ${urn.split("::").slice(3).join("::")}`;

/** The id, with its kind; undefined when the preview does not show all that it is made of. */
function idOf({ kind, values, unknown }: PlanStep): string | undefined {
  const identity = resources[kind]?.identity;
  if (!identity || identity.properties.some((name) => unknown.includes(name))) return undefined;
  return `${kind} ${identity.format(values)}`;
}

/**
 * Deletes come first, as in the replacements of this provider. A delete of what another entry of the stack still wants sends nothing,
 * nor does one of what Quay keeps. Then everything in the order of kinds, in which nothing comes before what it refers to.
 */
function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  const others = steps.filter(({ op }) => op !== "delete");
  const wanted = new Map(others.map((step) => [idOf(step), step.urn]));
  const rank = ({ kind }: PlanStep) => Object.keys(resources).indexOf(kind);
  const deletes = steps.filter((step) => {
    if (step.op !== "delete" || resources[step.kind]?.retainReason?.(step.values)) return false;
    const id = idOf(step);
    const other = id === undefined ? undefined : wanted.get(id);
    return other === undefined || other === step.urn;
  });
  return [...deletes.sort((a, b) => rank(b) - rank(a)), ...others.sort((a, b) => rank(a) - rank(b))];
}

/** The kinds that decide over access. */
export const decidingKinds = [
  ...(["Organization", "Team", "TeamMember", "Robot", "Repository"] as const),
  ...(["RepositoryUserPermission", "RepositoryTeamPermission", "DefaultPermission"] as const),
];

type Apply = (values: Properties, op: PlanStep["op"]) => void;

/** Changes namespaces as the steps of a plan would. */
class Change {
  constructor(
    private readonly namespaces: Map<string, NamespaceAccess>,
    private readonly context: PlanContext,
  ) {}

  readonly kinds: Record<(typeof decidingKinds)[number], Apply> = {
    Organization: ({ name }, op) => this.organization(String(name), op),
    Team: ({ organization, name, role }, op) =>
      this.within(organization, (namespace) => {
        const team = namespace.teams.find((one) => one.name === name);
        if (op === "delete") deleteTeam(namespace, String(name));
        else if (!team) namespace.teams.push({ name: String(name), role: role as never, members: [], invited: [] });
        // A create of what exists adopts it as it is.
        else if (op === "update") team.role = role as never;
      }),
    TeamMember: ({ organization, team, member }, op) =>
      this.within(organization, (namespace) => this.member(namespace, String(team), String(member), op)),
    Repository: ({ namespace: owner, name, ...about }, op) =>
      this.within(owner, (namespace) => this.repository(namespace, String(name), about, op)),
    Robot: ({ namespace: owner, name }, op) =>
      this.within(owner, (namespace) => {
        const robot = `${owner}+${name}`;
        if (op === "delete") deleteRobot(namespace, robot);
        else if (!namespace.principals.some((one) => one.name === robot)) namespace.principals.push(stranger(robot));
      }),
    RepositoryUserPermission: ({ repository, user, role }, op) =>
      this.grant(String(repository), { grantee: String(user), kind: kindOf(String(user)), role: role as Role }, op),
    RepositoryTeamPermission: ({ repository, team, role }, op) =>
      this.grant(String(repository), { grantee: String(team), kind: "team", role: role as Role }, op),
    DefaultPermission: ({ organization, user, team, createdBy, role }, op) =>
      this.within(organization, (namespace) => {
        const grantee = String(team ?? user);
        const kind = team === undefined ? kindOf(grantee) : "team";
        const { defaultPermissions } = namespace;
        const at = defaultPermissions.findIndex(
          (one) => one.kind === kind && one.grantee === grantee && one.createdBy === createdBy,
        );
        const permission = {
          grantee,
          kind,
          role: role as Role,
          ...(createdBy !== undefined && { createdBy: String(createdBy) }),
        } as const;
        if (op === "delete") defaultPermissions.splice(at, at < 0 ? 0 : 1);
        else if (at < 0) defaultPermissions.push(permission);
        else defaultPermissions[at] = permission;
      }),
  };

  private within(name: unknown, change: (namespace: NamespaceAccess) => void): void {
    const namespace = this.namespaces.get(String(name));
    if (namespace) change(namespace);
  }

  private organization(name: string, op: PlanStep["op"]): void {
    if (op === "delete") this.namespaces.delete(name);
    else if (!this.namespaces.has(name)) this.namespaces.set(name, newOrganization(name, this.context.user));
  }

  private member({ teams }: NamespaceAccess, name: string, member: string, op: PlanStep["op"]): void {
    const team = teams.find((one) => one.name === name);
    if (!team || op === "update") return;
    const without = (names: string[]) => names.filter((one) => one !== member);
    const isIn = teams.some(({ members }) => members.includes(member));
    const invited = this.context.invites && !isIn && kindOf(member) === "user" && op === "create";
    team.members = [...without(team.members), ...(op === "create" && !invited ? [member] : [])];
    team.invited = [...without(team.invited), ...(invited ? [member] : [])];
  }

  private repository(namespace: NamespaceAccess, name: string, about: Properties, op: PlanStep["op"]): void {
    const found = namespace.repositories.find((one) => one.name === name);
    const { visibility = "private", state = found?.state ?? "NORMAL" } = about as Partial<RepositoryAccess>;
    if (op === "delete") namespace.repositories = namespace.repositories.filter((one) => one !== found);
    else if (!found) {
      const { user } = this.context;
      const grants = grantsOfNew(namespace, user === undefined ? undefined : stranger(user));
      namespace.repositories.push({ name, visibility, state, grants });
    } else if (op === "update") Object.assign(found, { visibility, state });
  }

  private grant(path: string, grant: Grant, op: PlanStep["op"]): void {
    this.within(namespaceOf(path), ({ name, repositories }) => {
      const repository = repositories.find((one) => `${name}/${one.name}` === path);
      if (!repository) return;
      const others = repository.grants.filter(({ kind, grantee }) => kind !== grant.kind || grantee !== grant.grantee);
      repository.grants = op === "delete" ? others : [...others, grant];
    });
  }
}

/** Who makes an organization is in its team `owners`. */
const newOrganization = (name: string, user: string | undefined): NamespaceAccess => ({
  name,
  kind: "organization",
  repositories: [],
  principals: [],
  defaultPermissions: [],
  teams: [{ name: "owners", role: "admin", members: user === undefined ? [] : [user], invited: [] }],
});

function deleteTeam(namespace: NamespaceAccess, name: string): void {
  namespace.teams = namespace.teams.filter((team) => team.name !== name);
  forgetGrantee(namespace, ({ kind, grantee }) => kind === "team" && grantee === name);
}

function deleteRobot(namespace: NamespaceAccess, robot: string): void {
  namespace.principals = namespace.principals.filter(({ name }) => name !== robot);
  for (const team of namespace.teams) team.members = team.members.filter((member) => member !== robot);
  forgetGrantee(namespace, ({ kind, grantee }) => kind !== "team" && grantee === robot);
  namespace.defaultPermissions = namespace.defaultPermissions.filter(({ createdBy }) => createdBy !== robot);
}

function forgetGrantee(namespace: NamespaceAccess, matches: (of: Pick<Grant, "kind" | "grantee">) => boolean): void {
  for (const repository of namespace.repositories) repository.grants = repository.grants.filter((one) => !matches(one));
  namespace.defaultPermissions = namespace.defaultPermissions.filter((one) => !matches(one));
}
