/** Who may do what in some namespaces of one Quay, and through what. */
export interface AccessReport {
  quay: string;
  namespaces: NamespaceAccess[];
  /** False where the Quay has `ANONYMOUS_ACCESS` off, so that nobody pulls without credentials. True if left out. */
  anonymousAccess?: boolean;
  /** What could not be seen or is not covered, each a sentence. */
  notes: string[];
}

export type Role = "read" | "write" | "admin";

export interface NamespaceAccess {
  name: string;
  kind: "organization" | "user";
  /** Whether it is a proxy cache: then every member of a team may pull everything, also what it does not have yet. */
  proxyCache?: boolean;
  repositories: RepositoryAccess[];
  principals: Principal[];
  /** What repositories to come will grant. */
  defaultPermissions: { grantee: string; kind: "user" | "robot" | "team"; role: Role; createdBy?: string }[];
  /** Teams with their role, members by name, and people who have yet to accept an invitation. */
  teams: {
    name: string;
    role: "member" | "creator" | "admin";
    members: string[];
    invited: string[];
    synced?: boolean;
  }[];
  /** OAuth applications, and tokens of them where Quay tells. */
  applications?: { count: number; tokens?: number };
}

export interface RepositoryAccess {
  /** Name within the namespace. */
  name: string;
  visibility: "public" | "private";
  state: "NORMAL" | "READ_ONLY" | "MIRROR" | "ORG_MIRROR";
  /** The robot that alone may push to a mirror; undefined when a mirror has none. */
  mirrorRobot?: string;
  grants: Grant[];
}

/** A direct grant or one to a team. */
export interface Grant {
  grantee: string;
  kind: "user" | "robot" | "team";
  /** Undefined when it was not read, because its holder is an administrator anyway. */
  role?: Role;
  /** Whether it is, by look, the one that Quay gave to who created the repository. */
  creator?: boolean;
}

export interface Principal {
  /** User, or robot in full. */
  name: string;
  kind: "user" | "robot";
  /** Why it is administrator of every repository, strongest first; empty for others. */
  everywhere: Through[];
  /** Whether it may create repositories. */
  mayCreate: boolean;
  disabled?: boolean;
}

/** What a role comes from. */
export type Through =
  | { through: "grant"; role?: Role; creator?: boolean }
  | { through: "team"; team: string; role: Role }
  | { through: "team admin"; team: string }
  | { through: "own namespace" }
  | { through: "superuser" }
  | { through: "proxy cache" }
  | { through: "public" };

/** The effective access of one principal, or of everybody without credentials, to one repository. */
export interface Effective {
  /** The highest role of all paths; undefined for none. `public` alone gives `read`. */
  role?: Role;
  pull: boolean;
  push: boolean;
  admin: boolean;
  /** All paths, strongest first. */
  paths: Through[];
  /** What takes away of the role. */
  limits: ("READ_ONLY" | "MIRROR" | "ORG_MIRROR" | "disabled" | "ANONYMOUS_ACCESS off")[];
}
