import type { z } from "zod";
import type { Quay } from "../quay/client/quay";
import type { QuaySettings } from "../quay/settings";
import type { Snapshot, Source } from "../snapshot";
import type { Identity } from "./identity";
import { withCanonicalAnswers } from "./sets";
import type { Accepted } from "./shapes";

export { assigned, id, present, singleton } from "./identity";
export { setOf } from "./sets";
export { objectOf } from "./shapes";

/** One Quay as one run sees it. */
export interface Connection {
  quay: Quay;
  seen: Snapshot;
}

/** Properties as Pulumi hands them over. */
export type Properties = Record<string, unknown>;

export interface Adoptable {
  /** Take over what already exists under this name, as it is; what differs shows in the next `pulumi preview --refresh --run-program`. */
  adopt?: boolean;
}

export interface Guarded {
  /** Delete it even when it holds something. Counts from the `pulumi up` after which it is in the state. */
  forceDelete?: boolean;
}

export interface Replaceable {
  /** Replace it when a property changes that Quay cannot change. Read at its kind what that costs. */
  replaceWhenChanged?: boolean;
}

type Flag = keyof (Adoptable & Guarded & Replaceable);

/** What a kind holds of its arguments: all but the flags; what is left to Quay only while the program mentions it. */
export type Owned<Args, LeftToQuay extends keyof Args = never> = Required<Omit<Args, Flag | LeftToQuay>> &
  Pick<Args, LeftToQuay>;

/** One zod line for each property. Who may leave a property out gets its default, or leaves it to Quay. */
type Accepts<Args, State> = {
  [Name in Exclude<keyof Args, Flag>]-?: Name extends keyof State
    ? undefined extends State[Name]
      ? z.ZodOptional<Accepted<NonNullable<State[Name]>>>
      : Name extends "name"
        ? z.ZodType<State[Name]>
        : undefined extends Args[Name]
          ? z.ZodDefault<Accepted<State[Name]>>
          : Accepted<State[Name]>
    : never;
};

/** How a property names another resource. */
export interface Reference {
  kind: string;
  /** The output of the other that the property holds. */
  output: string;
  /** Id of the other, of the property's value and all others; undefined when the value names no resource. */
  id(value: string, values: Properties): string | undefined;
}

/** What a program asks for, with its defaults, and without what only Quay knows. */
export type Wanted<Args, State> = Pick<State, keyof State & keyof Args>;

/** A write that changes some properties of what exists. */
export interface Change<Args, State> {
  of: readonly (keyof State & string)[];
  /** Whether this is the write for what is wanted. By default it is. */
  when?(wanted: Wanted<Args, State>): boolean;
  /** `actual` is what Quay holds before the write, with what it calls it. */
  send(quay: Quay, wanted: Wanted<Args, State>, actual: State, seen: Snapshot): Promise<unknown>;
  /** What the write changes besides. */
  yields?(answer: never, actual: State): Partial<State>;
  /** Whether a write whose answer got lost was done, where what was sent cannot be seen. */
  done?(there: State, actual: State): boolean;
}

interface Need {
  feature: string;
  /** The sentence to refuse a value with that this Quay does not offer. */
  option?(config: Properties, value: never): string | undefined;
}

/** One kind of thing you can own in Quay. */
export interface Definition<Args extends object, State extends object> {
  kind: string;
  identity: Identity;
  /** The namespace whose token is used. By default what the id begins with. */
  namespace?(values: State, creating: boolean): string | undefined;
  /** Full name of the repository that it is. By default what its property `repository` names, if it has one. */
  repository?(values: State): string | undefined;
  /** Which of the flags that every kind may have it has. */
  flags: readonly (Flag & keyof Args)[];
  accepts: Accepts<Args, State>;
  /** Outputs that follow from the inputs alone, so that a preview knows them. */
  derives?: { [Name in Exclude<keyof State, keyof Args>]?: (known: State, settings: QuaySettings) => State[Name] };
  /** Outputs that follow from what Quay answered. */
  computes?: { [Name in Exclude<keyof State, keyof Args>]?: (known: State, settings: QuaySettings) => State[Name] };
  /** Inputs and outputs that are secret, with all that is in them, in every face and in the state. */
  secrets?: readonly (keyof State & string)[];
  /** Properties that Quay does not hold: the state does. */
  stateOnly?: readonly (keyof State & string)[];
  /** Properties that Quay takes only while a feature of it is on. */
  needs?: { [Name in keyof State]?: Need };
  /** Properties that can be changed by replacing only, which costs enough to be asked for with `replaceWhenChanged`. */
  replaceOnRequest?: { of: readonly (keyof State & string)[]; why: string };
  /** How it is read. */
  observe: Source<never, object>;
  /** One write; answers with what Quay holds then. What that leaves different from `wanted` is sent as changes. */
  create(quay: Quay, wanted: Wanted<Args, State>, seen: Snapshot): Promise<Partial<State>>;
  /** What properties that are left to Quay have in what was just made. */
  born?: Partial<State>;
  /** Properties that the create does not send: they are left to the changes. */
  setAfterCreate?: readonly (keyof State & string)[];
  /** The writes that change it, in the order in which they are safe. A property in none of them replaces. */
  changes: readonly Change<Args, State>[];
  delete(quay: Quay, actual: State, seen: Snapshot): Promise<unknown>;
  /**
   * What happens when it exists already. Quay refuses, in these words; or it would overwrite or double it, so it is looked
   * up first (`lookup`). Or it is a statement, which may be made twice: Quay takes it again (`idempotent`), or would double
   * it, so that what is there is shared (`reuse`). Or it may stand beside what is like it (`duplicate`).
   */
  onConflict: RegExp | "lookup" | "idempotent" | "reuse" | "duplicate";
  /** Whether something is what is wanted, where Quay assigns the id. By default it is when all that the create sends is equal. */
  match?(wanted: Wanted<Args, State>, there: State): boolean;
  /** It comes into being by itself: managing it needs no `adopt`. */
  builtIn?(wanted: Wanted<Args, State>): boolean;
  /** Why it must not be deleted without `forceDelete`, with what to do; nothing when it may. */
  guard?(quay: Quay, actual: State): Promise<string | undefined>;
  /** The properties that name other resources. It is deleted with these, and with the organization that is its namespace. */
  refers?: { [Name in keyof Args & string]?: Reference };
  /** Said when it is not replaced because it cannot stand twice: how what was wanted can be had. */
  conflictAdvice?: string;
  /** What is lost with it when it is deleted to be replaced, said at the preview. */
  replacementCost: string;
  /** Kinds of what is in it that count for the guard also when this run deleted them first: they cannot be made in a new one. */
  guardedChildren?: readonly string[];
  /** Why it stays in Quay although it leaves the stack. */
  retainReason?(actual: State): string | undefined;
  /** How Quay refuses to let the caller shut itself out. */
  selfLockout?: RegExp;
  /** More to say of a refusal of Quay's. */
  explain?(
    refusal: { status: number; reason: string },
    wanted: Wanted<Args, State>,
    seen: Snapshot,
  ): Promise<string | undefined>;
  /** Rules across properties: the sentence to refuse with, and the property it is about. */
  validate?(wanted: Wanted<Args, State>): { property: string; reason: string } | undefined;
}

type From = (known: Properties, settings: QuaySettings) => unknown;
type Erased = Definition<Properties, Properties>;

/** A definition whose property types are behind it: what the lifecycle works on. */
export interface Resource extends Omit<Erased, "flags" | "accepts" | "observe" | "create" | "needs" | "refers"> {
  flags: readonly Flag[];
  accepts: Record<string, z.ZodType>;
  derives: Record<string, From>;
  computes: Record<string, From>;
  secrets: readonly string[];
  stateOnly: readonly string[];
  setAfterCreate: readonly string[];
  born: Properties;
  needs: Record<string, { feature: string; option?(config: Properties, value: unknown): string | undefined }>;
  observe: Source<Properties, Properties>;
  create(quay: Quay, wanted: Properties, seen: Snapshot): Promise<Properties>;
  namespace(values: Properties, creating: boolean): string | undefined;
  refers: Record<string, Reference>;
  /** What it is deleted with, by kind and id. */
  parents(values: Properties): (readonly [kind: string, id: string])[];
  repository(values: Properties): string | undefined;
}

/** The resources that these values name, by kind and id. */
export const referents = (refers: Partial<Record<string, Reference>>, values: object): [kind: string, id: string][] =>
  Object.entries(refers).flatMap(([property, reference]) => {
    const value = (values as Properties)[property];
    const id = typeof value === "string" ? reference?.id(value, values as Properties) : undefined;
    return reference && id !== undefined ? [[reference.kind, id]] : [];
  });

export function resource<Args extends object, State extends object>(definition: Definition<Args, State>): Resource {
  const [first = ""] = definition.identity.properties;
  const namespace = (values: Properties) => String(values[first] ?? "").split("/")[0];
  const repository = (values: Properties) => (typeof values.repository === "string" ? values.repository : undefined);
  const rest = {
    derives: {},
    computes: {},
    needs: {},
    refers: {},
    born: {},
    secrets: [],
    stateOnly: [],
    setAfterCreate: [],
    namespace,
    repository,
  };
  const whole = withCanonicalAnswers({ ...rest, ...definition } as unknown as Resource);
  const parents = (values: Properties): [kind: string, id: string][] => {
    if (definition.kind === "Organization") return [];
    const organization = whole.namespace(values, false);
    const named = referents(whole.refers, values).filter(([kind]) => kind !== "Organization");
    return organization ? [["Organization", organization], ...named] : named;
  };
  return { ...whole, parents };
}

const leftBy = new WeakMap<Resource, Set<string>>();

/** Properties that Quay fills by itself: inputs, and then outputs, only while the program mentions them. */
export function isServerDefaulted(resource: Resource, name: string): boolean {
  let left = leftBy.get(resource);
  if (!left) {
    const unsaid = Object.entries(resource.accepts).map(([name, accepted]) => ({
      name,
      is: accepted.safeParse(undefined),
    }));
    left = new Set(unsaid.filter(({ is }) => is.success && is.data === undefined).map(({ name }) => name));
    leftBy.set(resource, left);
  }
  return left.has(name);
}
