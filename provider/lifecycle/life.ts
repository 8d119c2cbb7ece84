import { messageOf, QuayError, quotable, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { QuaySettings } from "../quay/settings";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import { demandAddressable, inState } from "./addressing";
import { derived } from "./check";
import { isServerDefaulted, type Properties, type Resource } from "./definition";
import { differs } from "./diff";
import { alreadyExists, differsFromExisting, PartialFailure } from "./errors";
import { demandFeatures } from "./features";

/** One Quay as one run sees it. */
export interface Connection {
  quay: Quay;
  seen: Snapshot;
}

/**
 * Makes it, or takes over what is there. `ours` is what another entry of this stack is known to hold: that becomes what is
 * wanted, while somebody else's is taken as it is.
 */
export async function create(
  resource: Resource,
  at: Connection,
  wanted: Properties,
  ours: boolean,
): Promise<{ outs: Properties; isNew: boolean }> {
  const { quay, seen } = at;
  const reader = seen.of(resource.observe);
  demandAddressable(resource, wanted);
  await demandFeatures(resource, seen, wanted);

  const adopts = wanted.adopt === true || resource.builtIn?.(wanted);
  const overwrites = resource.onConflict === "lookup" || resource.onConflict === "reuse";
  if (adopts || overwrites) {
    const there = await reader.get(wanted, { fresh: overwrites });
    if (there && !adopts && resource.onConflict !== "reuse") throw alreadyExists(resource, wanted);
    if (there && (ours || resource.onConflict === "reuse")) {
      demandAlike(resource, there, wanted);
      const known = { ...stateOnlyOf(resource, wanted), ...there };
      return { outs: await settle(resource, at, known, wanted, true), isNew: false };
    }
    if (there) return { outs: adopted(resource, quay, there, wanted), isNew: false };
  }

  const isNew = resource.onConflict !== "idempotent";
  const made = await make(resource, at, wanted, isNew);
  return { outs: await settle(resource, at, { ...stateOnlyOf(resource, wanted), ...made }, wanted, true), isNew };
}

/** Makes it by one write; by another when Quay gave no clear answer and, looked for, nothing is there. */
async function make(
  resource: Resource,
  { quay, seen }: Connection,
  wanted: Properties,
  isNew: boolean,
): Promise<Properties> {
  const reader = seen.of(resource.observe);
  let doubtful = false;
  for (let tried = 1; ; tried++) {
    try {
      const made = await resource.create(quay, wanted, seen);
      reader.record(wanted, made, { isNew });
      return made;
    } catch (error) {
      reader.forget(wanted);
      doubtful ||= error instanceof QuayError && error.ambiguous;
      const reason = await explained(resource, seen, wanted, error, true);
      if (!doubtful) throw reason;
      await quay.pause(tried);
      // Nobody would ever know of what is not found now: so a second look, when the first fails.
      const there = await reader
        .get(wanted)
        .catch(() => reader.get(wanted))
        .catch((cause) => {
          throw new QuayError(`${messageOf(error)} It may exist now: look, and set adopt: true if it does.`, { cause });
        });
      if (there && asSent(resource, there, wanted)) {
        reader.record(wanted, there);
        return there;
      }
      if (there || reason !== error || tried === TRIES) throw reason;
    }
  }
}

const TRIES = 4;

/** Whether it is what a create makes: only what that leaves to changes may differ yet. */
const asSent = ({ accepts, setAfterCreate, stateOnly }: Resource, there: Properties, wanted: Properties): boolean =>
  Object.keys(accepts).every(
    (name) =>
      wanted[name] === undefined ||
      setAfterCreate.includes(name) ||
      stateOnly.includes(name) ||
      !differs(wanted[name], there[name]),
  );

export async function update(
  resource: Resource,
  at: Connection,
  actual: Properties,
  wanted: Properties,
): Promise<Properties> {
  const changed = Object.keys(resource.accepts).filter((name) => differs(wanted[name], actual[name]));
  if (pending(resource, wanted, actual)) demandAddressable(resource, actual);
  await demandFeatures(resource, at.seen, Object.fromEntries(changed.map((name) => [name, wanted[name]])));
  return settle(resource, at, { ...actual, ...(await mentioned(resource, at, actual, wanted)) }, wanted, false);
}

/** What cannot be changed and is mentioned from now on has to be what Quay holds, or to be replaced when it may. */
async function mentioned(resource: Resource, { quay, seen }: Connection, actual: Properties, wanted: Properties) {
  const names =
    resource.replaceOnRequest?.of.filter((name) => wanted[name] !== undefined && actual[name] === undefined) ?? [];
  if (names.length === 0) return {};
  const there = await seen.of(resource.observe).get(wanted);
  if (!there) throw new Error("There is none in Quay any more. Run pulumi up --refresh.");
  const other = names.filter((name) => differs(wanted[name], there[name]));
  if (other.length > 0 && !wanted.replaceWhenChanged) throw differsFromExisting(resource, wanted, other, there);
  const name = `${resource.kind} ${resource.identity.format(wanted)}`;
  if (other.length > 0) quay.notice(`${name} has another ${other.join(" and ")}: the next pulumi up replaces it.`);
  return Object.fromEntries(names.map((name) => [name, there[name]]));
}

/** What Quay holds now, as outputs; undefined when it holds nothing. `known` is the state before, or nothing for a `.get`. */
export async function read(
  resource: Resource,
  { quay, seen }: Connection,
  id: string,
  known?: Properties,
): Promise<Properties | undefined> {
  const named = resource.identity.parse(id);
  if (!named) throw new Error(`${JSON.stringify(id)} is not the id of a ${resource.kind}.`);
  const there = await seen
    .of(resource.observe)
    .get({ ...(known ?? unshown(resource)), ...named })
    .catch((error) => {
      throw known ? inState(error) : error;
    });
  if (!there) return undefined;
  return outputs(
    resource,
    quay.settings,
    { ...named, ...stateOnlyOf(resource, known ?? {}), ...there },
    known ?? there,
  );
}

/** Of what the state does not know everything is asked for, also what lists leave out. */
const unshown = (resource: Resource): Properties =>
  Object.fromEntries(
    Object.keys(resource.accepts)
      .filter((name) => isServerDefaulted(resource, name))
      .map((name) => [name, null]),
  );

/** The same outputs, with those that follow from the settings as these settings have them. */
export function restated(resource: Resource, settings: QuaySettings, state: Properties): Properties {
  return outputs(resource, settings, state, state);
}

/** An old entry holds its old outputs for ever: no flag of the program reaches it. */
const LEFT_OVER =
  "(If only its variable in the program was renamed, write its name, or give it the option aliases. An entry that a replacement " +
  "left behind ends when they are deleted.)";

/** Deletes it, unless that would lose what it holds. What is gone already is done. Answers with whether it is gone. */
export async function remove(resource: Resource, { quay, seen }: Connection, actual: Properties): Promise<boolean> {
  const reader = seen.of(resource.observe);
  const name = `${resource.kind} ${resource.identity.format(actual)}`;
  const stays = resource.retainReason?.(actual);
  if (stays) {
    quay.notice(`${name} stays in Quay: ${stays}`);
    return false;
  }
  try {
    demandAddressable(resource, actual);
    const held = actual.forceDelete !== true && (await resource.guard?.(quay, actual));
    if (held) throw new Error(`${held} ${LEFT_OVER}`);
    await resource.delete(quay, actual, seen);
  } catch (error) {
    if (!(error instanceof Refusal || (error instanceof QuayError && error.ambiguous))) throw inState(error);
    if (error instanceof Refusal && resource.selfLockout?.test(error.reason)) {
      quay.notice(
        `${name} stays in Quay: without it the token's user would lose its own way in. ${quotable(error.reason)}`,
      );
      return false;
    }
    reader.forget(actual);
    // When it cannot be told whether it is still there, what Quay said of the delete is what matters.
    const gone = await reader.isGone(actual).catch(() => false);
    if (!gone) throw await explained(resource, seen, actual, error);
  }
  reader.record(actual, undefined);
  return true;
}

/** Sends what still differs, change by change, so that at every moment it is known what Quay holds. */
async function settle(
  resource: Resource,
  { quay, seen }: Connection,
  before: Properties,
  wanted: Properties,
  isNew: boolean,
): Promise<Properties> {
  const reader = seen.of(resource.observe);
  let actual = before;
  for (let change = pending(resource, wanted, actual); change; change = pending(resource, wanted, actual)) {
    const sent = Object.fromEntries(
      change.of.filter((name) => wanted[name] !== undefined).map((name) => [name, wanted[name]]),
    );
    try {
      const answer = await change.send(quay, wanted, seen);
      actual = { ...actual, ...sent, ...change.yields?.(answer as never, actual) };
    } catch (error) {
      reader.forget(wanted);
      const there = error instanceof QuayError && error.ambiguous ? await looked(resource, seen, wanted) : undefined;
      const seenDone =
        change.done ?? ((is: Properties) => Object.keys(sent).every((name) => !differs(sent[name], is[name])));
      if (!there || !seenDone(there, actual)) {
        const reason = await explained(resource, seen, wanted, error);
        throw isNew || actual !== before
          ? new PartialFailure(outputs(resource, quay.settings, actual, wanted), reason)
          : reason;
      }
      actual = { ...actual, ...there, ...sent };
    }
    reader.record(wanted, actual);
  }
  return outputs(resource, quay.settings, actual, wanted);
}

/** The first write that is still to be sent. */
const pending = ({ changes }: Resource, wanted: Properties, actual: Properties) =>
  changes.find(
    ({ of, when }) =>
      (when?.(wanted) ?? true) && of.some((name) => wanted[name] !== undefined && differs(wanted[name], actual[name])),
  );

const looked = (resource: Resource, seen: Snapshot, wanted: Properties) =>
  seen
    .of(resource.observe)
    .get(wanted)
    .catch(() => undefined);

/** Somebody else made it: it is taken as it is, unless it could never become what is wanted. */
function adopted(resource: Resource, quay: Quay, there: Properties, wanted: Properties): Properties {
  demandAlike(resource, there, wanted);
  return outputs(resource, quay.settings, { ...stateOnlyOf(resource, wanted), ...there }, wanted);
}

function demandAlike(resource: Resource, there: Properties, wanted: Properties): void {
  const other =
    resource.replaceOnRequest?.of.filter((name) => name in wanted && differs(wanted[name], there[name])) ?? [];
  if (other.length > 0) throw differsFromExisting(resource, wanted, other, there);
}

async function explained(
  resource: Resource,
  seen: Snapshot,
  wanted: Properties,
  error: unknown,
  creating = false,
): Promise<unknown> {
  if (!(error instanceof Refusal)) return error;
  const more = await resource.explain?.(error, wanted, seen).catch(() => undefined);
  if (more) return new QuayError(`${error.said} ${more}`, { cause: error });
  if (creating && resource.onConflict instanceof RegExp && resource.onConflict.test(error.reason))
    return alreadyExists(resource, wanted);
  const namespace = resource.namespace(wanted, creating);
  return namespace ? seen.of(absence).explained(error, namespace) : error;
}

/** What Quay does not hold comes from the program or the state. */
const stateOnlyOf = ({ stateOnly }: Resource, known: Properties): Properties =>
  Object.fromEntries(stateOnly.filter((name) => name in known).map((name) => [name, known[name]]));

/** All that Quay holds, without what is left to Quay, and with what only the program knows. */
function outputs(resource: Resource, settings: QuaySettings, actual: Properties, program: Properties): Properties {
  const kept = Object.entries(actual).filter(
    ([name]) =>
      !(resource.flags as readonly string[]).includes(name) && (name in program || !isServerDefaulted(resource, name)),
  );
  const flags = resource.flags.filter((flag) => program[flag] === true).map((flag) => [flag, true]);
  const known = { ...Object.fromEntries([...kept, ...flags]) };
  Object.assign(known, derived(resource, known, settings));
  for (const [name, compute] of Object.entries(resource.computes)) known[name] = compute(known, settings);
  return known;
}
