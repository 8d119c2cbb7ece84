import { UnsupportedOperation } from "../quay/client/discovery";
import { QuayError } from "../quay/client/errors";
import type { Snapshot } from "../snapshot";
import type { Connection, Properties, Resource } from "./definition";
import { differs } from "./diff";
import { explainRefusal, PartialFailure } from "./errors";
import { identified } from "./identity";
import { outputs } from "./outputs";

/**
 * Sends what still differs, change by change, so that at every moment it is known what Quay holds. Answers with the outputs. After
 * the first write a failure is a partial one.
 */
export async function applyChanges(
  resource: Resource,
  { quay, seen }: Connection,
  before: Properties,
  wanted: Properties,
  isNew: boolean,
): Promise<Properties> {
  const reader = seen.of(resource.observe);
  const named = identified(resource.identity, wanted, before);
  let actual = before;
  for (let change = pending(resource, wanted, actual); change; change = pending(resource, wanted, actual)) {
    const sent = Object.fromEntries(
      change.of.filter((name) => wanted[name] !== undefined).map((name) => [name, wanted[name]]),
    );
    try {
      const answer = await change.send(quay, wanted, actual, seen);
      actual = { ...actual, ...sent, ...change.yields?.(answer as never, actual) };
    } catch (error) {
      reader.forget(named);
      const there = error instanceof QuayError && error.ambiguous ? await found(resource, seen, named) : undefined;
      const isDone =
        change.done ?? ((is: Properties) => Object.keys(sent).every((name) => !differs(sent[name], is[name])));
      if (!there || !isDone(there, actual)) {
        const changed = Object.keys(sent).filter((name) => differs(sent[name], actual[name]));
        const reason =
          error instanceof UnsupportedOperation
            ? error.neededBy(`${changed.join(" and ")} of ${resource.kind}`)
            : await explainRefusal(resource, seen, wanted, error);
        throw isNew || actual !== before
          ? new PartialFailure(outputs(resource, quay.settings, actual, wanted), reason)
          : reason;
      }
      actual = { ...actual, ...there, ...sent };
    }
    reader.record(named, actual);
  }
  return outputs(resource, quay.settings, actual, wanted);
}

/** The first write that is still to be sent. */
export const pending = ({ changes }: Resource, wanted: Properties, actual: Properties) =>
  changes.find(
    ({ of, when }) =>
      (when?.(wanted) ?? true) && of.some((name) => wanted[name] !== undefined && differs(wanted[name], actual[name])),
  );

const found = (resource: Resource, seen: Snapshot, named: Properties) =>
  seen
    .of(resource.observe)
    .get(named)
    .catch(() => undefined);
