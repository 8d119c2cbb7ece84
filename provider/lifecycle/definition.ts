import type { z } from "zod";
import type { Quay } from "../quay/client/quay";
import type { QuaySettings } from "../quay/settings";
import type { Snapshot, Source } from "../snapshot";
import type { ListingDepth } from "../snapshot/listing-depth";
import type { Condition, Need } from "./conditions";
import type { Adoptable, Evicting, Guarded, Replaceable } from "./flags";
import type { Identity } from "./identity";
import type { Logged } from "./logged";
import type { Reference } from "./references";
import type { Accepted } from "./shapes";

export type { Adoptable, Evicting, Guarded, Replaceable } from "./flags";
export { assigned, id, present, singleton } from "./identity";
export { type Reference, referents } from "./references";
export { isServerDefaulted } from "./server-defaulted";
export { setOf } from "./sets";
export { objectOf } from "./shapes";

/** The client of one Quay, and what this run has read from it. */
export interface Connection {
  quay: Quay;
  snapshot: Snapshot;
  /** A client for what may be missing: nothing else waits for its requests, and it gives up soon. */
  aside(): Quay;
}

/** Properties as Pulumi passes them. */
export type Properties = Record<string, unknown>;

export type Flag = keyof (Adoptable & Guarded & Replaceable & Evicting);

/** The flags of a kind, as a create and a delete get them beside its properties. */
type Flags<Args> = Partial<Pick<Args, Flag & keyof Args>>;

/** The arguments that are part of a kind's state: all except flags. Those left to Quay are in it only when the program sets them. */
export type Owned<Args, LeftToQuay extends keyof Args = never> = Required<Omit<Args, Flag | LeftToQuay>> &
  Pick<Args, LeftToQuay>;

/** A zod schema for each property. An optional argument needs a default, unless its value is left to Quay. */
type Accepts<Args, State> = {
  [Name in Exclude<keyof Args, Flag>]-?: Name extends keyof State
    ? undefined extends State[Name]
      ? z.ZodOptional<Accepted<NonNullable<State[Name]>>>
      : Name extends "name" | "title"
        ? z.ZodType<State[Name]>
        : undefined extends Args[Name]
          ? z.ZodDefault<Accepted<State[Name]>>
          : Accepted<State[Name]>
    : never;
};

/** The program's values with defaults, without outputs that only Quay knows. */
export type Wanted<Args, State> = Pick<State, keyof State & keyof Args>;

/** What a delete answers that could only leave the resource in Quay, with what it did instead. */
export class StaysInQuay {
  constructor(readonly reason: string) {}
}

/** A request that changes some properties of an existing resource. */
export interface Change<Args, State> {
  of: readonly (keyof State & string)[];
  /** Whether this request applies to the wanted values; by default always. */
  when?(wanted: Wanted<Args, State>): boolean;
  /** `actual` is the state before the request, including an id that Quay assigned. */
  send(quay: Quay, wanted: Wanted<Args, State>, actual: State, snapshot: Snapshot): Promise<unknown>;
  /** Other properties that the request changes, each from its answer. */
  yields?: { [Name in keyof State]?: (answer: never, actual: State) => State[Name] };
  /** The values that this one request leads to, where a change takes several requests. By default those of the program. */
  step?(wanted: Wanted<Args, State>, actual: State): Partial<State>;
  /** Whether a request without an answer was carried out, when this does not show in the properties sent. */
  done?(there: State, actual: State): boolean;
}

/** Definition of one kind of resource. */
export interface Definition<Args extends object, State extends object> {
  kind: string;
  identity: Identity;
  /** The namespace whose token is used. By default the first part of the id. */
  namespace?(values: State, creating: boolean): string | undefined;
  /** Full name of the repository that it is or belongs to. By default its property `repository`, if it has one. */
  repository?(values: State): string | undefined;
  /** Whether requests name it by a uuid of Quay's, so that no property of its id but the repository is in their paths. */
  addressedByUuid?: true;
  /** Which of the flags this kind has. */
  flags: readonly (Flag & keyof Args)[];
  accepts: Accepts<Args, State>;
  /** Outputs that are computed from the inputs alone, so that a preview knows them. */
  derives?: { [Name in Exclude<keyof State, keyof Args>]?: (known: State, settings: QuaySettings) => State[Name] };
  /** Outputs that are computed from Quay's answer. */
  computes?: { [Name in Exclude<keyof State, keyof Args>]?: (known: State, settings: QuaySettings) => State[Name] };
  /** Inputs and outputs that are secret, with everything nested in them. */
  secrets?: readonly (keyof State & string)[];
  /** Properties that Quay does not store; only the state has them. */
  stateOnly?: readonly (keyof State & string)[];
  /** Texts that act when they change, never when the resource is created; only the state has them. */
  triggers?: readonly (keyof State & keyof Args & string)[];
  /**
   * Inputs that Quay stores and never shows, such as credentials. The state has them once we sent them; of an adopted resource
   * they are sent once. One that the program leaves out is none, and is cleared in Quay.
   */
  writeOnly?: readonly (keyof State & keyof Args & string)[];
  /**
   * Features without which Quay neither has this kind nor tells the truth about it; of a list in it any one. They are asked for
   * before an answer is believed, and in a preview.
   */
  features?: readonly (string | readonly string[])[];
  /** Whether nothing of it is in force while its features are off, so that nobody has to be told that none is looked for. */
  isIdleWhenOff?: true;
  /** Whether it is written by operations for superusers, which quay.io does not offer. */
  superuserOnly?: true;
  /** Inputs of which exactly one is given. Each is one of `noneByDefault`. */
  exactlyOne?: readonly (keyof Args & string)[];
  /** Optional inputs that are not left to Quay: when the program leaves one out, Quay is to hold no value. */
  noneByDefault?: readonly (keyof Args & string)[];
  /** Inputs that are allowed only with certain values of another. */
  onlyWith?: { [Name in keyof Args]?: Condition & { property: keyof Args & string } };
  /** Properties that need a feature of Quay to be switched on. */
  needs?: { [Name in keyof State]?: Need };
  /** Properties that can only be changed by a replacement, which happens only with `replaceWhenChanged` because data is lost. */
  replaceOnRequest?: { of: readonly (keyof State & string)[]; why: string };
  /** Where it is read from. */
  observe: Source<never, object>;
  /** The inputs that name a list of it. By default all that form its id except the last. */
  listedBy?: readonly (keyof Args & string)[];
  /** All of it that the token knows, for a kind that is in no container. */
  listAll?(snapshot: Snapshot): Promise<object[]>;
  /** All of it in a namespace, with what forms the ids, where that takes fewer requests than a list for each container. */
  listWithin?(snapshot: Snapshot, namespace: string, how?: ListingDepth): Promise<object[]>;
  /** Sends one create request and returns what Quay then holds. Remaining differences from `wanted` are sent as changes. */
  create(quay: Quay, wanted: Wanted<Args, State> & Flags<Args>, snapshot: Snapshot): Promise<Partial<State>>;
  /** Quay's initial values of properties that the create request does not set. */
  initialValues?: Partial<State>;
  /** Quay's defaults, which its configuration may change, of properties left to Quay. An import takes them for nobody's choice. */
  usualValues?: Partial<State>;
  /** Properties that the create request does not send; changes set them afterwards. */
  setAfterCreate?: readonly (keyof State & string)[];
  /** The requests that change it, in a safe order. A property that is in none of them requires a replacement. */
  changes: readonly Change<Args, State>[];
  /** What else a preview tells when there is something to change. */
  caution?(wanted: Wanted<Args, State>, actual: State): string | undefined;
  /** Deletes it, or answers with `StaysInQuay`. */
  delete(quay: Quay, actual: State & Flags<Args>, snapshot: Snapshot): Promise<unknown>;
  /**
   * What a create does when the resource exists already.
   * A RegExp: Quay refuses with this message. `lookup`: Quay would overwrite or duplicate it, so it is read first.
   * `idempotent`: Quay accepts it again; it may be declared twice with equal values. `reuse`: the same, but Quay would create
   * a duplicate, so the existing one is shared. `same`: an equal one is shared, and another value is somebody's decision, which
   * only `adopt` takes over. `duplicate`: several equal ones may exist side by side.
   */
  onConflict: RegExp | "lookup" | "idempotent" | "reuse" | "same" | "duplicate";
  /** For an id that Quay assigns: whether an existing one is the wanted one. By default when all values of the create are equal. */
  match?(wanted: Wanted<Args, State>, there: State): boolean;
  /** Whether Quay creates it by itself, so that managing it needs no `adopt`. */
  builtIn?(wanted: Wanted<Args, State>): boolean;
  /** Why it must not be deleted, without `forceDelete` where it has that flag, with advice; undefined when it may be deleted. */
  guard?(quay: Quay, actual: State, snapshot: Snapshot): Promise<string | undefined>;
  /** The properties that refer to other resources. Quay deletes it together with these, and with its organization. */
  refers?: { [Name in keyof Args & string]?: Reference };
  /** Resources besides those with which Quay deletes it too, although it can be without them. */
  goesWith?(values: State): (readonly [kind: string, id: string])[];
  /** Advice when a replacement fails because two of it cannot exist at the same time. */
  conflictAdvice?: string;
  /** What a replacement loses, shown in the preview. */
  replacementCost: string;
  /** Why it could not be made anew now: then it is not deleted to be replaced. */
  irreplaceable?(actual: State, snapshot: Snapshot): Promise<string | undefined>;
  /** Kinds of children that the guard also counts when this run deleted them first, because they cannot be recreated. */
  guardedChildren?: readonly string[];
  /** Why it is kept in Quay when it is removed from the stack; undefined when it is deleted. */
  retainReason?(actual: State): string | undefined;
  /** Quay's message when the delete would take away the caller's own access. */
  selfLockout?: RegExp;
  /** An explanation to append to Quay's refusal. */
  explain?(
    refusal: { status: number; reason: string },
    wanted: Wanted<Args, State>,
    snapshot: Snapshot,
  ): Promise<string | undefined>;
  /** What Quay's log tells of it. */
  logged?: Logged<State>;
  /** Rules across several properties: the failing property and the error message. */
  validate?(wanted: Wanted<Args, State>): { property: string; reason: string } | undefined;
}
