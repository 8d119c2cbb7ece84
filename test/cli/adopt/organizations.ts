import { randomUUID } from "node:crypto";
import type { Account, LocalQuay, Organization, Repository, Role, Team, TeamRole } from "../../../local-quay";

/** Four organizations that exist already. Each function fills a local Quay and returns the names of the namespaces. */
export const organizations = { tidy, grown, large, odd };

interface People {
  teams?: Record<string, Role>;
  robots?: Record<string, Role>;
  users?: Record<string, Role>;
}

/** What a careful person set up: two teams, two robots, and the same grants everywhere. */
function tidy(quay: LocalQuay): string[] {
  const acme = new Seed(quay, "acme", "platform@acme.example");
  acme.robot("ci", "Pushes what CI builds.");
  acme.robot("cluster", "Pulls what runs.");
  acme.team("ops", "admin", "On call.", "alice", "bob");
  acme.team("developers", "creator", "", "bob", "carol", "dave", "acme+ci");
  const grants: People = { teams: { developers: "write" }, robots: { ci: "write", cluster: "read" } };
  const described = { web: "The web shop.", api: "What the web shop asks.", worker: "Sends the mails.", cron: "" };
  for (const [name, description] of Object.entries(described)) acme.repository(name, description, grants);
  acme.repository("search", "Finds products.", { ...grants, users: { carol: "write" } });
  acme.repository("base/node", "What all images are built on.", { robots: { ci: "write" } }).isPublic = true;
  acme.byDefault(acme.of("ops"), "admin");
  acme.byDefault(acme.of("acme+cluster"), "read");
  return ["acme"];
}

/** Ten years of several teams, with leftovers, exceptions and a user's own namespace beside. */
function grown(quay: LocalQuay): string[] {
  const umbrella = new Seed(quay, "umbrella", "it@umbrella.example");
  for (const name of ["jenkins", "gitlab-ci", "argo", "argo-prod", "scanner", "old_backup"]) umbrella.robot(name);
  const argo = quay.store.robot("umbrella+argo");
  if (argo)
    Object.assign(argo, { description: "Deploys", metadata: { owner: "sre", ticket: 4711, clusters: ["eu", "us"] } });
  umbrella.team("payments", "member", "Pays.\n\nAsk in **#payments**.", "alice", "erin");
  umbrella.team("shop", "member", "", "bob", "carol", "dave");
  umbrella.team("sre", "admin", "", "frank", "umbrella+argo", "umbrella+argo-prod");
  umbrella.team("contractors", "member", `\`temporary\`, \${until} 2024`, "zoe");
  const pull: People["robots"] = { argo: "read", "argo-prod": "read", scanner: "read" };
  const kinds: [string, string, number, People][] = [
    ["payments", "payments", 7, { teams: { payments: "write" }, robots: { "gitlab-ci": "write", ...pull } }],
    ["shop", "shop", 9, { teams: { shop: "write" }, robots: { jenkins: "write", ...pull } }],
    ["infra", "sre", 4, { teams: { sre: "admin" }, robots: { "gitlab-ci": "write" } }],
  ];
  for (const [prefix, team, count, grants] of kinds) {
    for (let number = 1; number <= count; number++) {
      const own = number % 4 === 0 ? { users: { zoe: "read" as const } } : {};
      umbrella.repository(`${prefix}-service-${number}`, number % 3 ? `Of ${team}, number ${number}.` : "", {
        ...grants,
        ...own,
      });
    }
  }
  umbrella.repository("payments-legacy", "Do not touch!", {
    teams: { payments: "admin", shop: "read" },
    users: { erin: "write" },
  }).state = "READ_ONLY";
  umbrella.repository("shop-frontend", "", {
    teams: { shop: "write" },
    robots: { jenkins: "write", "gitlab-ci": "write", ...pull },
  });
  umbrella.repository("tmp", "", {});
  umbrella.repository("test-alice", "test", { users: { alice: "write", bob: "read" } });
  umbrella.repository(
    "mirror/nginx",
    "# nginx\n\nMirrored by hand every Monday, see the wiki.\n\n- ask frank\n- then `docker pull`\n",
    { robots: { old_backup: "write" } },
  ).isPublic = true;
  umbrella.byDefault(umbrella.of("sre"), "admin");
  umbrella.byDefault(umbrella.of("umbrella+scanner"), "read");
  umbrella.byDefault(umbrella.of("shop"), "write", umbrella.of("umbrella+jenkins"));
  umbrella.byDefault(umbrella.of("frank"), "admin", umbrella.of("zoe"));
  const admin = quay.store.user("admin");
  if (!admin) throw new Error("The local Quay has no user admin.");
  quay.store.addRobot(admin, "laptop", "Mine.");
  const notes = quay.store.addRepository(admin, "notes", undefined, { description: "Scratch." });
  quay.store.grant(notes, umbrella.of("alice") as Account, "read");
  return ["umbrella", "admin"];
}

/** 1,000 repositories of twelve teams, most of which are alike. */
function large(quay: LocalQuay, size = 1000): string[] {
  const initech = new Seed(quay, "initech", "registry@initech.example");
  for (const name of ["build", "deploy", "scanner"]) initech.robot(name, `The ${name} robot.`);
  const teams = Array.from({ length: 12 }, (_, number) => `squad-${String(number + 1).padStart(2, "0")}`);
  for (const name of teams) initech.team(name, "creator", "", `lead-${name}`);
  for (let number = 0; number < size; number++) {
    const team = teams[number % teams.length] as string;
    const robots: Record<string, Role> = { build: "write", deploy: "read", scanner: "read" };
    const users: Record<string, Role> = number % 97 === 0 ? { [`lead-${team}`]: "admin" } : {};
    const name = `${team}/service-${String(number).padStart(4, "0")}`;
    initech.repository(name, number % 2 ? `Service ${number}.` : "", { teams: { [team]: "write" }, robots, users });
  }
  return ["initech"];
}

const TEXTS = [
  `\`ticks\` and \${braces} and \\ and "both" 'quotes'`,
  "line\nline\r\nline\n",
  `# Long\n\nA \`tick\`, a \${brace}, a \\ and a tab\tin ${"many words ".repeat(12)}.\n\n- one\n- two\n`,
  "hard break  \nwith two spaces before it, in a text that is longer than sixty signs\n",
  "\u0007bell \u001b[31mred\u001b[0m \u0000nul \u007f",
  "👩‍💻 ünï 日本語 \u202eright\u202c \u2028 \u2029 \ufeff",
  "*/ // <!-- --> </script> # not: yaml, - [x] & *y !z %",
];

/** Names and texts in every form that Quay allows. */
function odd(quay: LocalQuay): string[] {
  const names = [
    "class",
    "index",
    "quay",
    "default",
    "3scale",
    "12",
    "constructor",
    "con",
    "a.d",
    "a-d",
    "pulumi",
    "config",
  ];
  for (const name of names) {
    const organization = new Seed(quay, name);
    organization.robot("constructor");
    organization.team("constructor", "member", "", `${name}+constructor`);
    organization.repository("constructor", "", {
      teams: { constructor: "read" as const },
      robots: { constructor: "write" as const },
    });
    quay.push(`${name}/constructor`, "__proto__");
  }
  const hooli = new Seed(quay, "hooli");
  hooli.organization.tagExpiration = 86_400;
  hooli.robot("1.10", "", { __proto: 1, ["__proto__"]: { a: null }, "a b": [true, { c: "d" }] });
  hooli.robot("007");
  hooli.team("a-b", "member", "", "x.y_z");
  hooli.team("a.b", "creator", "", "hooli+1.10", "other+bot");
  hooli.repository("a/b/c.d_e-f", TEXTS[0] as string, {
    teams: { "a-b": "read", owners: "write" },
    robots: { "1.10": "write" },
  });
  for (const [index, text] of TEXTS.entries()) hooli.repository(`text-${index}`, text, {});
  for (const name of ["1", "10", "9", "1.10", "yes", "null", "on", "0x10", "to-string", "has-own"])
    hooli.repository(name, "", {});
  hooli.repository("Upper/Case", "Older than the rule.", { teams: { "a-b": "read" } });
  hooli.team("Old Team".replace(" ", "_"), "member", "");
  for (const tag of ["v1", "_", "1.10", "V-2"]) quay.push("hooli/a/b/c.d_e-f", tag, { seed: tag });
  hooli.byDefault(hooli.of("a-b"), "read", hooli.of("hooli+007"));
  return [...names, "hooli"];
}

class Seed {
  readonly organization: Organization;

  constructor(
    private readonly quay: LocalQuay,
    private readonly name: string,
    email?: string,
  ) {
    this.organization = quay.store.addOrganization(name, undefined, email);
  }

  robot(name: string, description = "", metadata: object | null = null): void {
    this.quay.store.addRobot(this.organization, name, description, metadata);
  }

  team(name: string, role: TeamRole, description: string, ...members: string[]): void {
    const team = this.quay.store.addTeam(this.organization, name, role);
    team.description = description;
    for (const member of members) this.quay.store.join(team, this.of(member) as never);
  }

  repository(name: string, description: string, { teams = {}, robots = {}, users = {} }: People): Repository {
    const repository = this.quay.store.addRepository(this.organization, name, undefined, { description });
    const of = (all: Record<string, Role>, prefix = "") =>
      Object.entries(all).map(([who, role]) => [prefix + who, role] as const);
    for (const [who, role] of [...of(teams), ...of(robots, `${this.name}+`), ...of(users)]) {
      this.quay.store.grant(repository, this.of(who), role);
    }
    return repository;
  }

  byDefault(delegate: Account | Team, role: Role, activatingUser?: Account | Team): void {
    const id = randomUUID();
    this.organization.prototypes.set(id, { id, role, delegate, activatingUser: activatingUser as Account | undefined });
  }

  /** A team, a robot or, made when it is missing, a user. */
  of(name: string): Account | Team {
    const { store } = this.quay;
    const [namespace = "", robot] = name.split("+");
    if (robot === undefined) return this.organization.teams.get(name) ?? store.user(name) ?? store.addUser(name);
    const owner = store.organization(namespace) ?? store.addOrganization(namespace);
    return store.robot(name) ?? store.addRobot(owner, robot);
  }
}
