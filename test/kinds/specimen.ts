import type { LocalQuay, Store } from "../../local-quay";
import type { Format } from "../trouble/formats";

export type Properties = Record<string, unknown>;

/**
 * One thing of a kind, and how to see and change such things without our code. Everything that is tested of every kind draws on
 * it. What names a thing (`Named`) are the properties of its identity, as a program says them.
 */
export interface Specimen<Named extends object = Properties> {
  /** The least a program may say. */
  least: Properties;
  /** Its id; where Quay assigns it, what the id begins with. */
  id: string;
  /** A value for each property that can be changed in place. */
  changes: Properties;
  /** Of every property besides its identity and what only the state holds: what somebody else makes of it. */
  drifts: Record<string, Drift>;
  /** Values of what only the state holds. */
  stateOnly?: Properties;
  /** Another identity. */
  renamed: Properties;
  /** Whether a changed identity is refused because the delete is guarded. */
  guarded?: true;
  /** What is refused when made twice; false for what may be made twice: a statement is the same then, other things are two. */
  unique?: false;
  /** Other identities whose lives ask Quay for other things, such as those of robots. */
  variants?: readonly Properties[];
  /** The kinds whose specimens it goes with, the greatest first. */
  parents: readonly string[];
  /** What it and the one with another identity need besides. May be made again. */
  needs?(quay: LocalQuay): unknown;
  /** Makes what its example presumes besides the users alice and bob, and answers with what the example is configured with. */
  example?(quay: LocalQuay): Record<string, string> | undefined;
  /** The write that makes it. */
  creates: string;
  /** How the values of properties look, where that is not as their names say. */
  formats?: Record<string, Format>;
  /** Makes properties that were chosen each by itself keep the rules across them. */
  agreeing?(given: Properties): Properties;

  /** What names all things of the kind that Quay's own store holds. */
  all(store: Store): Named[];
  /** What Quay's own store holds of one, in our words; undefined when nothing. */
  stored(store: Store, named: Named): Properties | undefined;
  /** Somebody else makes one. Only what has others in it needs it. */
  make?(quay: LocalQuay, named: Named): unknown;
  /** Somebody else changes these properties. */
  change(quay: LocalQuay, named: Named, changes: Properties): unknown;
  /** Somebody else deletes it. */
  vanish(quay: LocalQuay, named: Named): unknown;
}

interface Drift {
  /** What the program says; the value among `changes` unless given. */
  ours?: unknown;
  theirs: unknown;
  /** How many writes it takes to heal it; one unless given. */
  writes?: number;
}

/** What the program says of each property that drifts. */
export const beforeDrift = ({ drifts, changes }: Specimen): Properties =>
  Object.fromEntries(Object.entries(drifts).map(([property, { ours }]) => [property, ours ?? changes[property]]));

/** Users, where they are missing. */
export function people(quay: LocalQuay, ...names: string[]): void {
  for (const name of names) if (!quay.store.user(name)) quay.addUser(name);
}

/** A robot, where it is missing. */
export function robot({ store }: LocalQuay, namespace: string, name: string): void {
  const owner = store.namespace(namespace);
  if (owner && !store.robot(`${namespace}+${name}`)) store.addRobot(owner, name);
}
