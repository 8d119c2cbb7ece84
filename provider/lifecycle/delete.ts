import { QuayError, quotable, Refusal } from "../quay/client/errors";
import { demandAddressable, inState } from "./addressing";
import type { Connection, Properties, Resource } from "./definition";
import { explainRefusal } from "./errors";

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
    if (!gone) throw await explainRefusal(resource, seen, actual, error);
  }
  reader.record(actual, undefined);
  return true;
}
