import { isDeepStrictEqual } from "node:util";
import type { AuditLog } from "../../snapshot/audit-log";
import type { LogEntry } from "../../snapshot/log-pages";
import type { Properties } from "../definition";
import type { Details, Told } from "../logged";
import type { Resource } from "../resource";
import type { PropertyChange } from "./changes";

/** An entry of the log that tells who changed something. */
export interface Author {
  entry: LogEntry;
  /** The entry does not tell the value that was found. */
  probably?: true;
  /** The resource that was deleted, where this one went with it. */
  with?: string;
}

/** A resource as this stack knows it, and as it was found; undefined when it is gone. */
export interface Drifted {
  resource: Resource;
  namespace: string;
  state: Properties;
  found: Properties | undefined;
}

type Entries = (entry: LogEntry) => Told<Properties> | undefined;

/** Who gave a property the value that was found, by the newest entry that is about it; `self` is the user of this run's token. */
export async function whoChanged(
  log: AuditLog,
  drifted: Drifted,
  { property, before, after }: PropertyChange,
  self: () => Promise<string | undefined>,
): Promise<Author | undefined> {
  const told = toldOf(drifted);
  const toldValue = (one: LogEntry): unknown => told(one)?.to?.(one.details)?.[property];
  // A part that is in both values explains no difference.
  const isInBoth = (value: unknown) => typeof value === "function" && isValue(value, before) && isValue(value, after);
  const newest = await log.newest(
    (one) => tells(told(one), one, property) && !isInBoth(toldValue(one)),
    pushedTo(drifted),
  );
  const how = newest && told(newest.entry);
  if (!newest || !how) return undefined;
  const { entry, isCertain } = newest;
  const values: Properties = how.to?.(entry.details) ?? {};
  if (!(property in values)) {
    // Without an end before it, this is how it came into the state.
    const isFirst = effectOf(how, entry.details) === "made" && !isChanged(how, entry.details, property);
    if (isFirst && !(await log.newest((one) => effectIn(told, one) === "deleted"))) return undefined;
    // What this run's user does with a token comes into the state.
    if (entry.application !== undefined && entry.performer === (await self())) return undefined;
    return { entry, probably: true };
  }
  if (isValue(values[property], after)) return { entry, ...probablyUnless(isCertain) };
  // What the state knows was not the last change.
  return isValue(values[property], before) ? undefined : { entry, probably: true };
}

const probablyUnless = (isCertain: boolean): { probably?: true } => (isCertain ? {} : { probably: true });

/** Who deleted it, or something that it was deleted with. */
export async function whoDeleted(
  log: AuditLog,
  drifted: Drifted,
  kindOf: (kind: string) => Resource | undefined,
): Promise<Author | undefined> {
  const told = toldOf(drifted);
  const { resource, state, namespace } = drifted;
  const parents = [...resource.parents(state), ...resource.goesWith(state)].flatMap(([kind, id]) => {
    const parent = kindOf(kind);
    const named = parent?.identity.parse(id);
    return parent && named
      ? [{ label: `${kind} ${id}`, told: toldOf({ resource: parent, namespace, state: named, found: undefined }) }]
      : [];
  });
  const gone = (entry: LogEntry) => parents.find((parent) => effectIn(parent.told, entry) === "deleted");
  const newest = await log.newest((one) => told(one) !== undefined || gone(one) !== undefined, pushedTo(drifted));
  if (!newest) return undefined;
  const { entry, isCertain } = newest;
  if (effectIn(told, entry) === "deleted") return { entry, ...probablyUnless(isCertain) };
  // It was there after whatever deletion came before.
  if (told(entry)) return undefined;
  return { entry, with: gone(entry)?.label, ...probablyUnless(isCertain) };
}

/** What an entry tells of this resource, under its values in the state or those found. An odd entry tells nothing. */
function toldOf({ resource, namespace, state, found }: Drifted): Entries {
  return ({ kind, details }) => {
    const told = Object.hasOwn(resource.logged.entries, kind) ? resource.logged.entries[kind] : undefined;
    try {
      const named = told && Object.entries(told.of(details, namespace));
      if (!named) return undefined;
      told.to?.(details);
      changedBy(told, details);
      effectOf(told, details);
      const isOf = (values: Properties) =>
        named.every(([name, value]) => value !== undefined && isDeepStrictEqual(values[name] ?? null, value));
      return isOf(state) || (found && isOf(found)) ? told : undefined;
    } catch {
      return undefined;
    }
  };
}

function tells(told: Told<Properties> | undefined, { details }: LogEntry, property: string): boolean {
  if (!told || effectOf(told, details) === "deleted") return false;
  return (
    effectOf(told, details) === "made" || isChanged(told, details, property) || property in (told.to?.(details) ?? {})
  );
}

function effectIn(told: Entries, entry: LogEntry) {
  const one = told(entry);
  return one && effectOf(one, entry.details);
}

const effectOf = ({ effect }: Told<Properties>, details: Details) =>
  typeof effect === "function" ? effect(details) : effect;

const changedBy = ({ changes = [] }: Told<Properties>, details: Details) =>
  typeof changes === "function" ? changes(details) : changes;

const isChanged = (told: Told<Properties>, details: Details, property: string) =>
  changedBy(told, details).includes(property);

function isValue(told: unknown, value: unknown): boolean {
  if (typeof told !== "function") return isDeepStrictEqual(told, value);
  try {
    return told(value) === true;
  } catch {
    return false;
  }
}

/** Only images are pushed by robots. */
const pushedTo = ({ resource, state }: Drifted) =>
  "push_repo" in resource.logged.entries ? resource.repository(state) : undefined;
