/** What an entry of Quay's log says besides its kind; each kind has its own. */
export type Details = Record<string, unknown>;

type Some<State> = { [Name in keyof State]?: unknown };

type Effect = "made" | "deleted";

/** What an entry of one kind tells of a resource. */
export interface Told<State> {
  /** Values that only this resource has, `null` for none; `namespace` is the one whose log it is. */
  of(details: Details, namespace: string): Some<State>;
  /** The values that it has from then on. A function tells whether the one that was found may come from it. */
  to?(details: Details): Some<State>;
  /** Properties that it changes without telling the value. */
  changes?: readonly (keyof State & string)[] | ((details: Details) => readonly string[]);
  /** Whether it makes the resource, with all its properties, or deletes it. */
  effect?: Effect | ((details: Details) => Effect | undefined);
}

/** What Quay's log tells of a kind of resource. */
export interface Logged<State> {
  /** By the kinds of entries. */
  entries: { [kind: string]: Told<State> };
  /** What else changes it, without an entry, as a part of a sentence. */
  never?: string;
}

/** The full name of the repository that an entry is about. */
export const repositoryOf = ({ repo }: Details, namespace: string) =>
  typeof repo === "string" ? `${namespace}/${repo}` : undefined;
