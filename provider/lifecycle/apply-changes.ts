import { UnsupportedOperation } from "../quay/client/discovery";
import type { Snapshot } from "../snapshot";
import type { Connection, Properties } from "./definition";
import { differs, isWanted } from "./diff";
import { explainRefusal, PartialFailure } from "./errors";
import { identified } from "./identity";
import { outputs } from "./outputs";
import type { Resource } from "./resource";
import { doubted, isCarriedOut, isUnclear } from "./unclear-changes";

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
      const attempt = { change, sent, was: actual };
      const unclear = isUnclear(error);
      const found = unclear ? await readOrUndefined(resource, snapshot, named) : undefined;
      if (!found || !isCarriedOut(resource, attempt, error, found)) {
        const changed = Object.keys(sent).filter((name) => differs(sent[name], actual[name]));
        const reason =
          error instanceof UnsupportedOperation
            ? error.neededBy(`${changed.join(" and ")} of ${resource.kind}`)
            : await explainRefusal(resource, snapshot, wanted, error);
        if (unclear) actual = doubted(resource, attempt, found);
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
