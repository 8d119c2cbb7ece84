import type { LocalQuay, Store } from "../../local-quay";
import type { Format } from "../trouble/formats";

export type Properties = Record<string, unknown>;

/**
 * One object of a kind, and how to read and change such objects without the provider. All tests of every kind use
 * it. The names of an object (`Named`) are the properties of its identity, as in a program.
 */
export interface Specimen<Named extends object = Properties> {
  /** The required inputs. */
  least: Properties;
  /** Its id; where Quay assigns it, the beginning of the id. */
  id: string;
  /** A value for each property that can be changed in place. */
  changes: Properties;
  /** For every property besides its identity and those only in the state: a change outside Pulumi. */
  drifts: Record<string, Drift>;
  /** Properties that only a Quay with other settings takes; the test of the kind is about them. */
  elsewhere?: readonly string[];
  /** Values of the properties that are only in the state. */
  stateOnly?: Properties;
  /** Values of the inputs that Quay never shows, and the inputs without which they are refused. */
  writeOnly?: { given: Properties; beside?: Properties };
  /** Another identity. */
  renamed: Properties;
  /** Whether a changed identity is refused because the delete is guarded. */
  guarded?: true;
  /** Whether a second create is refused; false where it succeeds: idempotent kinds have one object then, others two. */
  unique?: false;
  /** Other identities that cause other requests to Quay, such as those of robots. */
  variants?: readonly Properties[];
  /** Two identities in the namespace of the token's own user `admin`; by default with that namespace, if it has one. */
  own?: readonly [one: Properties, another: Properties];
  /** Where it stands when objects of all kinds stand together, because it would change those of other kinds. */
  apart?: Properties;
  /** The kinds whose specimens it is deleted together with, the outermost first. */
  parents: readonly string[];
  /** Creates what it and the one with another identity need besides. May be called again. */
  needs?(quay: LocalQuay): unknown;
  /** Creates what its example requires besides the users alice and bob, and returns the configuration of the example. */
  example?(quay: LocalQuay): Record<string, string> | undefined;
  /** Inputs besides the least that are refused at check, with the sentence or its beginning. */
  refused?: readonly (readonly [given: Properties, reason: RegExp | string])[];
  /** The write that creates it. */
  creates: string;
  /** The request before it that only tries whether it would succeed. */
  tries?: string;
  /** The formats of property values, where they differ from those that the property names imply. */
  formats?: Record<string, Format>;
  /** Makes independently chosen properties satisfy the rules between them. */
  agreeing?(given: Properties): Properties;

  /** The names of all objects of the kind in the store of the local Quay. */
  all(store: Store): Named[];
  /** An object in the store of the local Quay, with the provider's property names; undefined when missing. */
  stored(store: Store, named: Named): Properties | undefined;
  /** What the store of the local Quay holds of the inputs that Quay never shows; undefined for one that it does not hold. */
  held?(store: Store, named: Named): Properties;
  /** Creates one outside Pulumi. Only kinds that contain others need it. */
  make?(quay: LocalQuay, named: Named): unknown;
  /** Changes these properties outside Pulumi. */
  change(quay: LocalQuay, named: Named, changes: Properties): unknown;
  /** The same by Quay's API, as Quay's log tells of it, where `change` writes into the store. */
  changeByApi?(quay: LocalQuay, named: Named, changes: Properties): unknown;
  /** Properties whose changes Quay's log does not tell. */
  unlogged?: readonly string[];
  /** Deletes it outside Pulumi. */
  vanish(quay: LocalQuay, named: Named): unknown;
}

interface Drift {
  /** The value in the program; the one in `changes` unless given. */
  ours?: unknown;
  theirs: unknown;
  /** What the program has besides or, where it is null, instead; such a drift is tested in a resource of its own. */
  beside?: Properties;
  /** How many writes correct it; one unless given. */
  writes?: number;
}

/** The least inputs with the values of all properties that drift together; or, of one that drifts by itself, with its own. */
export function beforeDrift({ least, drifts, changes }: Specimen, property = ""): Properties {
  const ours = (name: string) => ({ [name]: drifts[name]?.ours ?? changes[name] });
  const together = Object.keys(drifts).filter((name) => !drifts[name]?.beside);
  const { beside } = drifts[property] ?? {};
  const all = Object.assign({}, least, ...together.map(ours), beside && { ...beside, ...ours(property) });
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** Creates users, where they are missing. */
export function people(quay: LocalQuay, ...names: string[]): void {
  for (const name of names) if (!quay.store.user(name)) quay.addUser(name);
}

/** Creates a robot, where it is missing. */
export function robot({ store }: LocalQuay, namespace: string, name: string): void {
  const owner = store.namespace(namespace);
  if (owner && !store.robot(`${namespace}+${name}`)) store.addRobot(owner, name);
}
