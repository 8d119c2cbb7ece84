import type { AccessReport, Grant, NamespaceAccess, Principal, RepositoryAccess } from "../../../../cli/access/report";

const person = (name: string, more: Partial<Principal> = {}): Principal => ({
  name,
  kind: name.includes("+") ? "robot" : "user",
  everywhere: [],
  mayCreate: false,
  ...more,
});

const repository = (name: string, grants: Grant[], more: Partial<RepositoryAccess> = {}): RepositoryAccess => ({
  name,
  visibility: "private",
  state: "NORMAL",
  grants,
  ...more,
});

const acme: NamespaceAccess = {
  name: "acme",
  kind: "organization",
  repositories: [
    repository("api", [
      { grantee: "developers", kind: "team", role: "write" },
      { grantee: "acme+ci", kind: "robot", role: "write" },
    ]),
    repository("docs", [{ grantee: "bob", kind: "user", role: "admin", creator: true }], { visibility: "public" }),
    repository("frozen", [{ grantee: "developers", kind: "team", role: "write" }], { state: "READ_ONLY" }),
    repository("mirrored", [{ grantee: "acme+sync", kind: "robot", role: "write" }], {
      state: "MIRROR",
      mirrorRobot: "acme+sync",
    }),
    repository("web", [
      { grantee: "developers", kind: "team", role: "write" },
      { grantee: "acme+deploy", kind: "robot", role: "read" },
      { grantee: "gone", kind: "user", role: "write" },
    ]),
  ],
  principals: [
    person("alice", { everywhere: [{ through: "team admin", team: "owners" }], mayCreate: true }),
    person("bob"),
    person("carol", { everywhere: [{ through: "team admin", team: "ops" }], mayCreate: true }),
    person("gone", { disabled: true }),
    person("acme+ci"),
    person("acme+deploy"),
    person("acme+sync"),
  ],
  defaultPermissions: [
    { grantee: "acme+deploy", kind: "robot", role: "read" },
    { grantee: "developers", kind: "team", role: "write", createdBy: "bob" },
  ],
  teams: [
    { name: "owners", role: "admin", members: ["alice"], invited: [] },
    { name: "ops", role: "admin", members: ["carol"], invited: ["erin"] },
    { name: "developers", role: "member", members: ["bob", "carol"], invited: [], synced: true },
  ],
  applications: { count: 2, tokens: 3 },
};

const bobs: NamespaceAccess = {
  name: "bob",
  kind: "user",
  repositories: [repository("notes", [], { visibility: "public" }), repository("private", [])],
  principals: [person("bob", { everywhere: [{ through: "own namespace" }], mayCreate: true })],
  defaultPermissions: [],
  teams: [],
};

/** An organization with each kind of path and limit, and a user's namespace. */
export const small: AccessReport = {
  quay: "quay.example.com",
  namespaces: [acme, bobs],
  notes: ["Members of synchronized teams are those of the last synchronization."],
};

/** An organization of this many repositories and principals, in which about one cell in four gives a role. */
export function large(repositories: number, principals: number): AccessReport {
  const users = Array.from({ length: Math.ceil(principals / 2) }, (_, index) => `person-${index}`);
  const robots = Array.from({ length: Math.floor(principals / 2) }, (_, index) => `acme+robot-${index}`);
  const teams = Array.from({ length: 40 }, (_, team) => ({
    name: `team-${team}`,
    role: "member" as const,
    members: [...users, ...robots].filter((_, index) => (index * 7 + team) % 20 === 0),
    invited: [],
  }));
  const roles = ["read", "write", "admin"] as const;
  const grants = (index: number): Grant[] => [
    ...[1, 3, 7].map((step) => ({
      grantee: `team-${(index * step) % 40}`,
      kind: "team" as const,
      role: roles[(index + step) % 3],
    })),
    ...Array.from({ length: 20 }, (_, each) => {
      const grantee = robots[(index * 13 + each * each) % robots.length] as string;
      return { grantee, kind: "robot" as const, role: roles[(index + each) % 3] };
    }),
  ];
  const states = ["NORMAL", "NORMAL", "NORMAL", "NORMAL", "NORMAL", "NORMAL", "READ_ONLY"] as const;
  return {
    quay: "quay.example.com",
    namespaces: [
      {
        name: "acme",
        kind: "organization",
        repositories: Array.from({ length: repositories }, (_, index) =>
          repository(`service-${String(index).padStart(4, "0")}`, grants(index), {
            visibility: index % 9 === 0 ? "public" : "private",
            state: states[index % states.length],
          }),
        ),
        principals: [...users, ...robots].map((name, index) =>
          person(name, index < 3 ? { everywhere: [{ through: "team admin", team: "owners" }], mayCreate: true } : {}),
        ),
        defaultPermissions: [],
        teams: [{ name: "owners", role: "admin", members: users.slice(0, 3), invited: [] }, ...teams],
      },
    ],
    notes: [],
  };
}

/** Names that would end their element, run a script or turn the text around, if they were more than text. */
export const hostileNames = [
  "</script><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "a\u2028b\u2029c",
  "left\u202eright",
  "two\nlines",
  "<!--<script>",
];

export const hostile: AccessReport = {
  quay: hostileNames[0] as string,
  namespaces: [
    {
      name: hostileNames[1] as string,
      kind: "organization",
      repositories: hostileNames.map((name) => repository(name, [{ grantee: name, kind: "user", role: "write" }])),
      principals: hostileNames.map((name) => person(name)),
      defaultPermissions: hostileNames.map((grantee) => ({ grantee, kind: "user", role: "read", createdBy: grantee })),
      teams: hostileNames.map((name) => ({ name, role: "member", members: hostileNames, invited: hostileNames })),
    },
  ],
  notes: hostileNames,
};
