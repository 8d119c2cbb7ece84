import type { z } from "zod";
import type { Quay } from "../quay/client/quay";
import type { QuaySettings } from "../quay/settings";
import type { Snapshot, Source } from "../snapshot";
import { namespaceOf } from "../snapshot/containers";
import type { ListingDepth } from "../snapshot/listing-depth";
import type { Condition, Need } from "./conditions";
import type { Definition, Flag, Properties } from "./definition";
import type { Logged } from "./logged";
import { type Reference, referents } from "./references";
import { withCanonicalAnswers } from "./sets";

type Derivation = (known: Properties, settings: QuaySettings) => unknown;
type UntypedDefinition = Definition<Properties, Properties>;

/** A definition with its defaults filled in and without its property types, as the lifecycle uses it. */
export interface Resource
  extends Omit<
    UntypedDefinition,
    | "flags"
    | "accepts"
    | "observe"
    | "create"
    | "needs"
    | "refers"
    | "listedBy"
    | "listAll"
    | "listWithin"
    | "onlyWith"
    | "exactlyOne"
    | "noneByDefault"
  > {
  flags: readonly Flag[];
  accepts: Record<string, z.ZodType>;
  derives: Record<string, Derivation>;
  computes: Record<string, Derivation>;
  secrets: readonly string[];
  stateOnly: readonly string[];
  triggers: readonly string[];
  writeOnly: readonly string[];
  setAfterCreate: readonly string[];
  initialValues: Properties;
  usualValues: Properties;
  needs: Record<string, Need>;
  exactlyOne: readonly string[];
  noneByDefault: readonly string[];
  onlyWith: Record<string, Condition>;
  observe: Source<Properties, Properties>;
  create(quay: Quay, wanted: Properties, snapshot: Snapshot): Promise<Properties>;
  listedBy: readonly string[];
  listAll?(snapshot: Snapshot): Promise<Properties[]>;
  listWithin?(snapshot: Snapshot, namespace: string, how?: ListingDepth): Promise<Properties[]>;
  namespace(values: Properties, creating: boolean): string | undefined;
  refers: Record<string, Reference>;
  /** The resources with which Quay deletes it, by kind and id. */
  parents(values: Properties): (readonly [kind: string, id: string])[];
  goesWith(values: Properties): (readonly [kind: string, id: string])[];
  logged: Logged<Properties>;
  repository(values: Properties): string | undefined;
}

export function resource<Args extends object, State extends object>(definition: Definition<Args, State>): Resource {
  const { type, properties } = definition.identity;
  const [first = ""] = properties;
  const namespace = (values: Properties) => namespaceOf(String(values[first] ?? ""));
  const repository = (values: Properties) => (typeof values.repository === "string" ? values.repository : undefined);
  const rest = {
    derives: {},
    computes: {},
    needs: {},
    exactlyOne: [],
    onlyWith: {},
    refers: {},
    initialValues: {},
    usualValues: {},
    secrets: [],
    triggers: [],
    writeOnly: [],
    setAfterCreate: [],
    listedBy: type === "natural" ? properties.slice(0, -1) : properties,
    namespace,
    repository,
    goesWith: () => [],
    logged: { entries: {} },
  };
  const { exactlyOne = [], noneByDefault: none = [], writeOnly = [], stateOnly = [], triggers = [] } = definition;
  const combined = { noneByDefault: [...exactlyOne, ...none, ...writeOnly], stateOnly: [...stateOnly, ...triggers] };
  const complete = withCanonicalAnswers({ ...rest, ...definition, ...combined } as unknown as Resource);
  const parents = (values: Properties): [kind: string, id: string][] => {
    if (definition.kind === "Organization") return [];
    const organization = complete.namespace(values, false);
    const deletesIt = Object.entries(complete.refers).filter(([, { isHeld }]) => !isHeld);
    const named = referents(Object.fromEntries(deletesIt), values).filter(([kind]) => kind !== "Organization");
    return organization ? [["Organization", organization], ...named] : named;
  };
  return { ...complete, parents };
}
