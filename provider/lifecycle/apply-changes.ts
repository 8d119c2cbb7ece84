import { UnsupportedOperation } from "../quay/client/discovery";
import { QuayError } from "../quay/client/errors";
import type { Snapshot } from "../snapshot";
import type { Connection, Properties } from "./definition";
import { differs, isWanted } from "./diff";
import { explainRefusal, FailedChange, PartialFailure } from "./errors";
import { identified } from "./identity";
import { IN_DOUBT, outputs } from "./outputs";
import type { Resource } from "./resource";

/**
 * Sends the changes one by one until nothing differs, keeping track of what Quay holds after each, and returns the outputs.
 * A failure after the first write is thrown as a PartialFailure.
 */
export async function applyChanges(
  resource: Resource,
  { quay, snapshot }: Connection,
  before: Properties,
  wanted: Properties,
  isNew: boolean,
): Promise<Properties> {
  const reader = snapshot.of(resource.observe);
  const named = identified(resource.identity, wanted, before);
  let actual = before;
  for (let change = pending(resource, wanted, actual); change; change = pending(resource, wanted, actual)) {
    const next: Properties = { ...wanted, ...change.step?.(wanted, actual) };
    const sent = Object.fromEntries(
      change.of.filter((name) => isWanted(resource, next, name)).map((name) => [name, next[name]]),
    );
    try {
      const answer = await change.send(quay, next, actual, snapshot);
      actual = { ...actual, ...sent, ...yielded(change, answer, actual) };
    } catch (error) {
      reader.forget(named);
      const was = actual;
      const isLost = error instanceof QuayError && error.ambiguous;
      const isUnclear = isLost || (error instanceof FailedChange && error.inDoubt);
      const found = isUnclear ? await readOrUndefined(resource, snapshot, named) : undefined;
      // Of what Quay does not show nothing tells whether it has changed.
      const isHidden = (name: string) => resource.writeOnly.includes(name) && !(found && name in found);
      const isThere = (is: Properties) => (name: string) =>
        isHidden(name) ? (sent[name] ?? was[name]) === undefined : !differs(sent[name], is[name]);
      const isDone = change.done ?? ((is: Properties) => Object.keys(sent).every(isThere(is)));
      if (!isLost || !found || !isDone(found, actual)) {
        const changed = Object.keys(sent).filter((name) => differs(sent[name], actual[name]));
        const reason =
          error instanceof UnsupportedOperation
            ? error.neededBy(`${changed.join(" and ")} of ${resource.kind}`)
            : await explainRefusal(resource, snapshot, wanted, error);
        const doubted = change.of.filter(
          (name) => isUnclear && resource.writeOnly.includes(name) && (name in sent || actual[name] !== undefined),
        );
        if (doubted.length > 0)
          actual = { ...actual, ...Object.fromEntries(doubted.map((name) => [name, IN_DOUBT])), ...found };
        throw isNew || actual !== before
          ? new PartialFailure(outputs(resource, quay.settings, actual, wanted), reason)
          : reason;
      }
      actual = { ...actual, ...found, ...sent };
    }
    reader.record(named, actual);
  }
  return outputs(resource, quay.settings, actual, wanted);
}

function yielded({ yields = {} }: Resource["changes"][number], answer: unknown, actual: Properties): Properties {
  return Object.fromEntries(Object.entries(yields).map(([name, value]) => [name, value?.(answer as never, actual)]));
}

/** The next change to send; undefined when nothing differs. */
export const pending = (resource: Resource, wanted: Properties, actual: Properties) =>
  resource.changes.find(
    ({ of, when }) =>
      (when?.(wanted) ?? true) &&
      of.some((name) => isWanted(resource, wanted, name) && differs(wanted[name], actual[name])),
  );

const readOrUndefined = (resource: Resource, snapshot: Snapshot, named: Properties) =>
  snapshot
    .of(resource.observe)
    .get(named)
    .catch(() => undefined);
