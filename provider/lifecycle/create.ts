import { messageOf, QuayError } from "../quay/client/errors";
import { requireAddressable } from "./addressing";
import { applyChanges } from "./apply-changes";
import { derived } from "./check";
import type { Connection, Properties } from "./definition";
import { alreadyExists, explainRefusal, requireEqual, sentLater, severalMatch } from "./errors";
import { requireFeatures } from "./features";
import { identified, labelOf } from "./identity";
import { type Created, creationFinder, isAsSent, matching } from "./match";
import { outputs, stateOnlyOf, unsent } from "./outputs";
import type { Resource } from "./resource";

/** Whether a resource in this stack's state is known to have this id. */
type IsHeld = (id: string) => boolean;

/**
 * Creates the resource in Quay, or adopts the existing one. An existing one that this stack already manages is updated to
 * the program's values; any other is adopted unchanged.
 */
export async function create(
  resource: Resource,
  connection: Connection,
  program: Properties,
  isHeld: IsHeld,
): Promise<{ state: Properties; isNew: boolean }> {
  const { quay, snapshot } = connection;
  const derivedOutputs = derived(resource, program, quay.settings);
  const wanted = { ...program, ...derivedOutputs };
  const initial = { ...derivedOutputs, ...stateOnlyOf(resource, wanted) };
  requireAddressable(resource, wanted);
  await requireFeatures(resource, snapshot, wanted);

  const found = await existing(resource, connection, wanted, isHeld);
  if (found) {
    requireEqual(resource, found, wanted);
    const known = { ...initial, ...found };
    const isOurs =
      resource.onConflict === "reuse" || isHeld(resource.identity.format(identified(resource.identity, wanted, found)));
    const state = isOurs
      ? await applyChanges(resource, connection, known, wanted, true)
      : outputs(resource, quay.settings, known, wanted);
    const later = unsent(resource, wanted, state);
    if (later.length > 0) quay.notice(sentLater(resource, wanted, later));
    return { state, isNew: false };
  }

  const created = await createInQuay(resource, connection, wanted, isHeld);
  return {
    state: await applyChanges(resource, connection, { ...initial, ...created }, wanted, true),
    isNew: resource.onConflict !== "idempotent",
  };
}

/** The existing resource to adopt, if any. Throws when one exists and must not be adopted. */
async function existing(
  resource: Resource,
  { snapshot }: Connection,
  wanted: Properties,
  isHeld: IsHeld,
): Promise<Properties | undefined> {
  const { onConflict, identity } = resource;
  const adopts = wanted.adopt === true || resource.builtIn?.(wanted) === true;
  const overwrites = onConflict === "lookup" || onConflict === "reuse" || onConflict === "same";
  if (!adopts && !overwrites) return undefined;
  if (identity.type === "assigned") {
    const [first, ...others] = (await matching(resource, snapshot, wanted)).filter(
      (one) => !isHeld(identity.format(one)),
    );
    if (first && !adopts) throw alreadyExists(resource, wanted);
    if (first && others.length > 0) throw severalMatch(resource, wanted, [first, ...others].map(identity.format));
    return first;
  }
  const reader = snapshot.of(resource.observe);
  const found = await reader.get(wanted, { fresh: overwrites });
  if (!found || adopts || onConflict === "reuse") return found;
  if (onConflict !== "same") throw alreadyExists(resource, wanted);
  if (isHeld(identity.format(wanted)) || isAsSent(resource, found, wanted)) return found;
  throw alreadyExists(resource, wanted, found);
}

/** Sends the create request. After an unclear answer it reads whether the resource exists, and retries if it does not. */
async function createInQuay(
  resource: Resource,
  { quay, snapshot }: Connection,
  wanted: Properties,
  isHeld: IsHeld,
): Promise<Properties> {
  const reader = snapshot.of(resource.observe);
  const find = await creationFinder(resource, snapshot, wanted, isHeld);
  const record = (state: Properties, isNew: boolean) =>
    reader.record(identified(resource.identity, wanted, state), state, { isNew });
  let isAmbiguous = false;
  for (let attempt = 1; ; attempt++) {
    try {
      const created = { ...resource.initialValues, ...(await resource.create(quay, wanted, snapshot)) };
      requireIdentified(resource, wanted, created);
      record(created, resource.onConflict !== "idempotent");
      return created;
    } catch (error) {
      reader.forget(wanted);
      isAmbiguous ||= error instanceof QuayError && error.ambiguous;
      const reason = await explainRefusal(resource, snapshot, wanted, error, true);
      if (!isAmbiguous) throw reason;
      await quay.pause(attempt);
      // A resource that is not found now is never known to any state, so a failed lookup is repeated once.
      const lookup = () =>
        find()
          .catch(find)
          .catch((cause) => {
            throw new QuayError(`${messageOf(error)} It may exist now: look, and ${adviceIfItExists(resource)}.`, {
              cause,
            });
          });
      let candidates = await lookup();
      if (candidates.length > 1) {
        // One of them may be the result of another resource of this stack, whose response is still under way.
        await quay.pause(MAX_ATTEMPTS);
        candidates = await lookup();
      }
      const [found, ...others] = candidates;
      if (found && others.length > 0) throw severalCreated(resource, wanted, error, [found, ...others]);
      if (found?.isAsSent) {
        record(found.state, false);
        return found.state;
      }
      if (found || reason !== error || attempt === MAX_ATTEMPTS) throw reason;
    }
  }
}

const MAX_ATTEMPTS = 4;

/** How to go on when the resource may exist and could not be looked up. */
function adviceIfItExists({ flags, onConflict }: Resource): string {
  if (flags.includes("adopt")) return "set adopt: true if it does";
  if (onConflict === "duplicate") return "delete it if it does: the next pulumi up makes another";
  return "run pulumi up again, which takes it as it is";
}

function severalCreated(resource: Resource, wanted: Properties, error: unknown, created: Created[]): Error {
  const ids = created.map(({ state }) => resource.identity.format(state));
  return new QuayError(`${messageOf(error)} ${severalMatch(resource, wanted, ids).message}`, { cause: error });
}

/** Throws when Quay's answer lacks the assigned id: the resource then has to be found as after a lost answer. */
function requireIdentified({ kind, identity }: Resource, wanted: Properties, created: Properties): void {
  if (identity.assigned === undefined || created[identity.assigned] !== undefined) return;
  const message = `Quay made ${kind} ${labelOf(identity, wanted)} and did not tell its ${identity.assigned}.`;
  throw new QuayError(message, { ambiguous: true });
}
