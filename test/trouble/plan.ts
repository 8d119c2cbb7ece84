import type { LocalQuay } from "../../local-quay";
import { prepare, specimenOf, specimens } from "../kinds";
import { Random } from "./seed";

/** The output of another resource. */
export interface Reference {
  of: string;
  output: string;
}

/** One resource of a program, as data. */
export interface Declared {
  /** Unique, such as `Team ops`. */
  key: string;
  kind: string;
  /** Logical name. */
  name: string;
  args: Record<string, unknown>;
}

export const isReference = (value: unknown): value is Reference => typeof (value as Reference | null)?.of === "string";

/** The dependencies of a resource. */
export const dependencies = ({ args }: Declared): string[] =>
  Object.values(args)
    .filter(isReference)
    .map(({ of }) => of);

const people = ["alice", "bob", "carol", "dave"];
const day = 86_400;

/** The percentage of each kind. */
const shares = {
  Team: 13,
  Robot: 13,
  Repository: 24,
  TeamMember: 14,
  Tag: 8,
  RepositoryUserPermission: 14,
  RepositoryTeamPermission: 12,
};

/** There is one of these, as in its specimen, in an organization created outside Pulumi. */
const otherKinds = Object.keys(specimens).filter(
  (kind) => !(kind in shares) && !["Organization", "DefaultPermission"].includes(kind),
);

/** The environment of the stack: users, mail, and an image for the tags in a foreign repository. Returns its digest. */
export async function prepareQuay(quay: LocalQuay): Promise<string> {
  quay.features.MAILING = true;
  for (const name of people) quay.addUser(name);
  for (const kind of otherKinds) await prepare(quay, kind);
  return quay.push("admin/images", "latest").digest;
}

/** A program with this many resources of all kinds, linked by their outputs. The same seed gives the same program. */
export function randomProgram(seed: number, size: number, digest: string, { immutable = true } = {}): Declared[] {
  const random = new Random(seed, "plan");
  const all: Declared[] = [];
  const declare = (kind: string, name: string, args: Record<string, unknown>): Declared => {
    const declared = { key: `${kind} ${name}`, kind, name, args };
    all.push(declared);
    return declared;
  };
  const sometimes = (share: number, args: Record<string, unknown>) => (random.happens(share) ? args : {});
  const output = ({ key }: Declared, output: string): Reference => ({ of: key, output });

  /** The resources of one organization. */
  interface Parts {
    organization: Declared;
    teams: Declared[];
    robots: Declared[];
    repositories: Declared[];
  }
  const organizations = Array.from({ length: Math.max(2, Math.round(size / 60)) }, (_, index): Parts => {
    const name = `house-${index}`;
    const about = {
      ...sometimes(0.5, { email: `${name}@example.com` }),
      ...sometimes(0.5, { tagExpirationSeconds: random.pick([0, day, 7 * day]) }),
    };
    return { organization: declare("Organization", name, about), teams: [], robots: [], repositories: [] };
  });
  // The effect of a default permission depends on when a repository is created: it has an organization to itself.
  const [defaults, ...others] = organizations as [Parts, ...Parts[]];
  const defaultPermissions = Math.max(2, Math.round(size * 0.02));
  const left = size - organizations.length - defaultPermissions - otherKinds.length;
  const count = (kind: keyof typeof shares) => Math.max(2, Math.floor((left * shares[kind]) / 100));
  const each = (kind: keyof typeof shares) => Array.from({ length: count(kind) }, (_, index) => index);

  for (const index of each("Team")) {
    const parts = organizations[index % organizations.length] as Parts;
    const about = {
      ...sometimes(0.5, { role: random.pick(["member", "creator"]) }),
      ...sometimes(0.5, { description: `Team ${index}.` }),
    };
    const organization = output(parts.organization, "name");
    parts.teams.push(declare("Team", `team-${index}`, { organization, ...about }));
  }
  for (const index of each("Robot")) {
    const parts = organizations[index % organizations.length] as Parts;
    const about = {
      ...sometimes(0.5, { description: `Robot ${index}.` }),
      ...sometimes(0.3, { metadata: { number: index, tags: ["a", "b"], deep: { yes: true } } }),
      ...sometimes(0.3, { rotate: "2026" }),
    };
    parts.robots.push(declare("Robot", `robot-${index}`, { namespace: output(parts.organization, "name"), ...about }));
  }
  const missing = left - Object.keys(shares).reduce((sum, kind) => sum + count(kind as keyof typeof shares), 0);
  for (let index = 0; index < count("Repository") + missing; index++) {
    const parts = others[index % others.length] as Parts;
    const about = {
      ...sometimes(0.3, { name: `part/web-${index}` }),
      ...sometimes(0.4, { visibility: "public" }),
      ...sometimes(0.5, { description: `Repository ${index}.` }),
      ...sometimes(0.3, { state: random.pick(["NORMAL", "READ_ONLY"]) }),
    };
    const namespace = output(parts.organization, "name");
    parts.repositories.push(declare("Repository", `repository-${index}`, { namespace, ...about }));
  }

  /** This many different pairs, where there are as many. */
  const pairs = <A, B>(many: number, left: (parts: Parts) => A[], right: (parts: Parts) => B[], of = organizations) => {
    const every = of.flatMap((parts) => left(parts).flatMap((a) => right(parts).map((b) => ({ parts, a, b }))));
    const shuffled = every.map((pair) => ({ pair, at: random.roll() })).sort((one, other) => one.at - other.at);
    return shuffled.slice(0, many).map(({ pair }) => pair);
  };
  const grantees = ({ robots }: Parts): unknown[] => [...people, ...robots.map((robot) => output(robot, "fullName"))];
  const role = () => random.pick(["read", "write", "admin"]);

  for (const [index, { parts, a, b }] of pairs(count("TeamMember"), ({ teams }) => teams, grantees).entries()) {
    const organization = output(parts.organization, "name");
    declare("TeamMember", `member-${index}`, { organization, team: output(a, "name"), member: b });
  }
  for (const [index, { a, b }] of pairs(
    count("RepositoryUserPermission"),
    ({ repositories }) => repositories,
    grantees,
  ).entries()) {
    const repository = output(a, "fullName");
    declare("RepositoryUserPermission", `user-${index}`, { repository, user: b, role: role() });
  }
  for (const [index, { a, b }] of pairs(
    count("RepositoryTeamPermission"),
    ({ repositories }) => repositories,
    ({ teams }) => teams,
  ).entries()) {
    const repository = output(a, "fullName");
    declare("RepositoryTeamPermission", `team-${index}`, { repository, team: output(b, "name"), role: role() });
  }
  const organization = output(defaults.organization, "name");
  const delegates = ({ teams }: Parts) => [
    ...people.map((user) => ({ user })),
    ...defaults.robots.map((robot) => ({ user: output(robot, "fullName") })),
    ...teams.map((team) => ({ team: output(team, "name") })),
  ];
  const creators = () => [{}, ...people.map((createdBy) => ({ createdBy }))];
  for (const [index, { a, b }] of pairs(defaultPermissions, delegates, creators, [defaults]).entries())
    declare("DefaultPermission", `default-${index}`, { organization, ...a, ...b, role: role() });
  for (const index of each("Tag")) {
    const about = random.pick([
      {},
      { expiration: "2027-06-01T12:00:00Z" },
      { immutable: immutable && random.happens(0.5) },
    ]);
    declare("Tag", `tag-${index}`, { repository: "admin/images", digest, ...about });
  }
  for (const kind of otherKinds) {
    const { least, changes, apart } = specimenOf(kind);
    declare(kind, "one", { ...least, ...changes, ...apart });
  }
  return all;
}

/** The same program with some values changed, without some resources on which no other depends, and with an added one. */
export function changedProgram(seed: number, program: Declared[]): Declared[] {
  const random = new Random(seed, "changed");
  const roles = ["read", "write", "admin"];
  const change = (args: Record<string, unknown>) => ({
    ...args,
    ...(args.visibility !== undefined && { visibility: "private" }),
    ...(roles.includes(args.role as string) && {
      role: roles[(roles.indexOf(args.role as string) + 1) % roles.length],
    }),
  });
  const kept = program.filter(({ kind }) => !/Permission|TeamMember/.test(kind) || random.happens(0.8));
  const same = kept.map((one) => (random.happens(0.5) ? { ...one, args: change(one.args) } : one));
  const described = same.map((one) =>
    one.kind === "Team" || one.kind === "Repository"
      ? { ...one, args: { ...one.args, description: random.happens(0.5) ? "Changed." : "" } }
      : one,
  );
  const { key } = program.find(({ kind }) => kind === "Organization") as Declared;
  const namespace = { of: key, output: "name" };
  const added = { key: "Robot new", kind: "Robot", name: "new", args: { namespace, description: "New." } };
  return [...described, added];
}
