/** What stands in some namespaces of one Quay and in no stack. The shape of `--json`. */
export interface UnmanagedReport {
  /** Address of the Quay. */
  quay: string;
  /** Names of the stacks that were compared. */
  stacks: string[];
  /** The kinds that were compared, among them `Application`. */
  kinds: string[];
  /** Whether teams and robots were read one by one; false with `--quick`. */
  exact: boolean;
  namespaces: UnmanagedNamespace[];
  /** What could not be seen, of which nothing follows. */
  unseen: Unseen[];
  /** What is not covered, each a sentence. */
  notes: string[];
}

export interface UnmanagedNamespace {
  name: string;
  kind: "organization" | "user";
  /** Whether a stack has the organization itself. */
  managed: boolean;
  findings: Finding[];
  /** How many leftovers of deleted repositories and users, which Quay goes on listing, were left out. */
  leftovers: number;
  /** How many things `--exclude` left out. */
  excluded: number;
}

export interface Unseen {
  namespace: string;
  /** Kinds of which nothing was seen; none when it is the whole namespace. */
  kinds: string[];
  reason: string;
}

/** Something that exists in Quay and that no stack manages, with what stands or falls with it. */
export interface Finding {
  /** The kind of resource, or `Application`, which no kind manages yet. */
  kind: string;
  /** The id in Quay, for example `acme/ops/alice`. */
  id: string;
  /** In plain words. */
  what: string;
  /** The role that it grants, where it was read. */
  role?: string;
  /** Why Quay made it by itself; otherwise somebody made it. Told by look. */
  madeByQuay?: MadeByQuay;
  /** How many there are, where lists show only that. */
  count?: number;
  /** Lines of a program that take it and its children in. Missing on children, and where no program can. */
  adopt?: string[];
  /** The command that would remove it, for a shell with the token in QUAY_TOKEN. */
  remove?: string;
  /** What its removal loses besides, and why there is no such line or command; each a sentence. */
  remarks: string[];
  children: Finding[];
}

/**
 * `creator`: whoever creates a repository is granted admin. `directory`: members of a team that is synchronized. `mirror`: what a
 * mirror's robot may write to, and the repositories that an organization's mirror makes.
 */
export type MadeByQuay = "creator" | "default permission" | "directory" | "mirror";

/** All findings of a list, children included. */
export const withChildren = (findings: readonly Finding[]): Finding[] =>
  findings.flatMap((finding) => [finding, ...withChildren(finding.children)]);

/** Whether somebody made it, or anything in it. */
export const isSomebodys = (finding: Finding): boolean =>
  withChildren([finding]).some(({ madeByQuay }) => madeByQuay === undefined);
