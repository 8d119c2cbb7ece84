import type { z } from "zod";
import type { Quay } from "./client/quay";
import type { QuaySettings } from "./config";
import type { Identity } from "./mould/identity";
import type { Snapshot } from "./snapshot";
import type { Reader } from "./snapshot/reader";

export { id } from "./mould/identity";

/** Properties as Pulumi hands them over. */
export type Properties = Record<string, unknown>;

export interface Adoptable {
  /** Take over what already exists under this name, as it is; what differs shows in the next `pulumi preview --refresh`. */
  adopt?: boolean;
}

export interface Guarded {
  /** Delete it even when it holds something. Counts from the `pulumi up` after which it is in the state. */
  forceDelete?: boolean;
}

type Flag = keyof (Adoptable & Guarded);

/** What a kind holds of its arguments: all but the flags; what is left to Quay only while the program mentions it. */
export type Owned<Args, LeftToQuay extends keyof Args = never> = Required<Omit<Args, Flag | LeftToQuay>> &
  Pick<Args, LeftToQuay>;

/** One zod line for each property. Who may leave a property out gets its default, or leaves it to Quay. */
type Accepts<Args, State> = {
  [Name in Exclude<keyof Args, Flag>]-?: Name extends keyof State
    ? undefined extends State[Name]
      ? z.ZodOptional<z.ZodType<NonNullable<State[Name]>>>
      : Name extends "name"
        ? z.ZodType<State[Name]>
        : undefined extends Args[Name]
          ? z.ZodDefault<z.ZodType<State[Name]>>
          : z.ZodType<State[Name]>
    : never;
};

/** A write that changes some properties of what exists. */
interface Change<State> {
  of: readonly (keyof State & string)[];
  send(quay: Quay, wanted: State): Promise<unknown>;
}

/** One kind of thing you can own in Quay. */
export interface Definition<Args extends object, State extends object> {
  kind: string;
  identity: Identity;
  /** Which of the mould's flags it has. */
  flags: readonly (Flag & keyof Args)[];
  accepts: Accepts<Args, State>;
  /** Outputs that follow from the inputs alone, so that a preview knows them. */
  derives?: { [Name in Exclude<keyof State, keyof Args>]?: (known: State, settings: QuaySettings) => State[Name] };
  /** Properties that Quay takes only while a feature of it is on. */
  needs?: {
    [Name in keyof State]?: { feature: string; option?: (config: Properties, value: never) => string | undefined };
  };
  observe(seen: Snapshot): Reader<never, object>;
  /** One write; answers with what Quay holds then. What that leaves different from `wanted` is sent as changes. */
  create(quay: Quay, wanted: State, seen: Snapshot): Promise<Partial<State>>;
  /** The writes that change it, in the order in which they are safe. A property in none of them replaces. */
  changes: readonly Change<State>[];
  delete(quay: Quay, actual: State): Promise<unknown>;
  /** How Quay says that it exists already; `look` where Quay would overwrite it silently. */
  exists: RegExp | "look";
  /** It comes into being by itself: managing it needs no `adopt`. */
  given?(wanted: State): boolean;
  /** Why it must not be deleted without `forceDelete`, with what to do; nothing when it may. */
  guard?(quay: Quay, actual: State): Promise<string | undefined>;
  /** Why it stays in Quay although it leaves the stack. */
  stays?(actual: State): string | undefined;
  /** How Quay refuses to let the caller shut itself out. */
  ownWayIn?: RegExp;
  /** More to say of Quay's refusal of a create. */
  explain?(refusal: { status: number; reason: string }, wanted: State, seen: Snapshot): Promise<string | undefined>;
  /** Rules across properties: the sentence to refuse with, and the property it is about. */
  refuses?(wanted: State): { property: string; reason: string } | undefined;
}

/** A definition whose property types are behind it: what the mould works on. */
export interface Resource {
  kind: string;
  identity: Identity;
  flags: readonly Flag[];
  accepts: Record<string, z.ZodType>;
  derives: Record<string, (known: Properties, settings: QuaySettings) => unknown>;
  needs: Record<string, { feature: string; option?: (config: Properties, value: unknown) => string | undefined }>;
  observe(seen: Snapshot): Reader<Properties, Properties>;
  create(quay: Quay, wanted: Properties, seen: Snapshot): Promise<Properties>;
  changes: readonly Change<Properties>[];
  delete(quay: Quay, actual: Properties): Promise<unknown>;
  exists: RegExp | "look";
  given?(wanted: Properties): boolean;
  guard?(quay: Quay, actual: Properties): Promise<string | undefined>;
  stays?(actual: Properties): string | undefined;
  ownWayIn?: RegExp;
  explain?(
    refusal: { status: number; reason: string },
    wanted: Properties,
    seen: Snapshot,
  ): Promise<string | undefined>;
  refuses?(wanted: Properties): { property: string; reason: string } | undefined;
}

export function resource<Args extends object, State extends object>(definition: Definition<Args, State>): Resource {
  return { derives: {}, needs: {}, ...definition } as unknown as Resource;
}

/** Properties that Quay fills by itself: inputs, and then outputs, only while the program mentions them. */
export const leftToQuay = (resource: Resource, name: string): boolean =>
  resource.accepts[name]?.safeParse(undefined).data === undefined &&
  resource.accepts[name]?.safeParse(undefined).success === true;
