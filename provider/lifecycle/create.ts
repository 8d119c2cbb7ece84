import { messageOf, QuayError } from "../quay/client/errors";
import { demandAddressable } from "./addressing";
import { applyChanges } from "./apply-changes";
import { derived } from "./check";
import type { Connection, Properties, Resource } from "./definition";
import { alreadyExists, demandAlike, explainRefusal, severalMatch } from "./errors";
import { demandFeatures } from "./features";
import { identified, labelOf } from "./identity";
import { finder, type Made, matching } from "./match";
import { outputs, stateOnlyOf } from "./outputs";

/** Whether an entry of this stack is known to hold the thing with this id. */
type IsHeld = (id: string) => boolean;

/**
 * Makes it, or takes over what is there. What another entry of this stack holds becomes what is wanted, while somebody else's
 * is taken as it is.
 */
export async function create(
  resource: Resource,
  at: Connection,
  program: Properties,
  isHeld: IsHeld,
): Promise<{ state: Properties; isNew: boolean }> {
  const { quay, seen } = at;
  const following = derived(resource, program, quay.settings);
  const wanted = { ...program, ...following };
  const born = { ...following, ...stateOnlyOf(resource, wanted) };
  demandAddressable(resource, wanted);
  await demandFeatures(resource, seen, wanted);

  const there = await existing(resource, at, wanted, isHeld);
  if (there) {
    demandAlike(resource, there, wanted);
    const known = { ...born, ...there };
    const isOurs =
      resource.onConflict === "reuse" || isHeld(resource.identity.format(identified(resource.identity, wanted, there)));
    const state = isOurs
      ? await applyChanges(resource, at, known, wanted, true)
      : outputs(resource, quay.settings, known, wanted);
    return { state, isNew: false };
  }

  const made = await make(resource, at, wanted, isHeld);
  return {
    state: await applyChanges(resource, at, { ...born, ...made }, wanted, true),
    isNew: resource.onConflict !== "idempotent",
  };
}

/** What is there already and is taken over. Throws when it must not be. */
async function existing(
  resource: Resource,
  { seen }: Connection,
  wanted: Properties,
  isHeld: IsHeld,
): Promise<Properties | undefined> {
  const { onConflict, identity } = resource;
  const adopts = wanted.adopt === true || resource.builtIn?.(wanted) === true;
  const overwrites = onConflict === "lookup" || onConflict === "reuse";
  if (!adopts && !overwrites) return undefined;
  if (identity.type === "assigned") {
    const [first, ...others] = (await matching(resource, seen, wanted)).filter((one) => !isHeld(identity.format(one)));
    if (first && !adopts) throw alreadyExists(resource, wanted);
    if (first && others.length > 0) throw severalMatch(resource, wanted, [first, ...others].map(identity.format));
    return first;
  }
  const reader = seen.of(resource.observe);
  const there = await reader.get(wanted, { fresh: overwrites });
  if (there && !adopts && onConflict !== "reuse") throw alreadyExists(resource, wanted);
  return there;
}

/** Makes it by one write; by another when Quay gave no clear answer and, looked for, nothing is there. */
async function make(
  resource: Resource,
  { quay, seen }: Connection,
  wanted: Properties,
  isHeld: IsHeld,
): Promise<Properties> {
  const reader = seen.of(resource.observe);
  const find = await finder(resource, seen, wanted, isHeld);
  const record = (state: Properties, isNew: boolean) =>
    reader.record(identified(resource.identity, wanted, state), state, { isNew });
  let doubtful = false;
  for (let tried = 1; ; tried++) {
    try {
      const made = { ...resource.born, ...(await resource.create(quay, wanted, seen)) };
      demandIdentified(resource, wanted, made);
      record(made, resource.onConflict !== "idempotent");
      return made;
    } catch (error) {
      reader.forget(wanted);
      doubtful ||= error instanceof QuayError && error.ambiguous;
      const reason = await explainRefusal(resource, seen, wanted, error, true);
      if (!doubtful) throw reason;
      await quay.pause(tried);
      // Nobody would ever know of what is not found now: so a second look, when the first fails.
      const look = () =>
        find()
          .catch(find)
          .catch((cause) => {
            throw new QuayError(`${messageOf(error)} It may exist now: look, and ${ifItDoes(resource)}.`, { cause });
          });
      let found = await look();
      if (found.length > 1) {
        // The answer for one of them may be on its way to another resource of this stack.
        await quay.pause(TRIES);
        found = await look();
      }
      const [there, ...others] = found;
      if (there && others.length > 0) throw severalMade(resource, wanted, error, [there, ...others]);
      if (there?.isAsSent) {
        record(there.state, false);
        return there.state;
      }
      if (there || reason !== error || tried === TRIES) throw reason;
    }
  }
}

const TRIES = 4;

/** What to do with what was made and could not be looked for. */
function ifItDoes({ flags, onConflict }: Resource): string {
  if (flags.includes("adopt")) return "set adopt: true if it does";
  if (onConflict === "duplicate") return "delete it if it does: the next pulumi up makes another";
  return "run pulumi up again, which takes it as it is";
}

function severalMade(resource: Resource, wanted: Properties, error: unknown, made: Made[]): Error {
  const ids = made.map(({ state }) => resource.identity.format(state));
  return new QuayError(`${messageOf(error)} ${severalMatch(resource, wanted, ids).message}`, { cause: error });
}

/** What was made and is not told by what Quay calls it has to be looked for, as after an answer that got lost. */
function demandIdentified({ kind, identity }: Resource, wanted: Properties, made: Properties): void {
  if (identity.assigned === undefined || made[identity.assigned] !== undefined) return;
  const message = `Quay made ${kind} ${labelOf(identity, wanted)} and did not tell its ${identity.assigned}.`;
  throw new QuayError(message, { ambiguous: true });
}
