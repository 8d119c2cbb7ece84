import { QuayError, quotable, Refusal } from "../quay/client/errors";
import { requireAddressable, withStateAdvice } from "./addressing";
import { type Connection, type Properties, StaysInQuay } from "./definition";
import { explainRefusal } from "./errors";
import { isGoneWithParent } from "./features";
import type { Resource } from "./resource";

/** A state entry that the program no longer declares keeps its old outputs, so a flag set in the program does not reach it. */
const STALE_ENTRY_HINT =
  "(If only its variable in the program was renamed, write its name, or give it the option aliases. An entry that a replacement " +
  "left behind ends when they are deleted.)";

/** Deletes the resource unless its guard refuses; returns whether it is gone. One that is gone already counts as deleted. */
export async function remove(resource: Resource, { quay, snapshot }: Connection, actual: Properties): Promise<boolean> {
  const reader = snapshot.of(resource.observe);
  const name = `${resource.kind} ${resource.identity.format(actual)}`;
  const retainReason = resource.retainReason?.(actual);
  if (retainReason) {
    quay.notice(`${name} stays in Quay: ${retainReason}`);
    return false;
  }
  try {
    requireAddressable(resource, actual);
    if (await isGoneWithParent(resource, snapshot, actual)) {
      reader.record(actual, undefined);
      return true;
    }
    const guardReason = actual.forceDelete !== true && (await resource.guard?.(quay, actual, snapshot));
    if (guardReason) throw new Error(`${guardReason} ${STALE_ENTRY_HINT}`);
    const answer = await resource.delete(quay, actual, snapshot);
    if (answer instanceof StaysInQuay) {
      reader.forget(actual);
      quay.notice(`${name} stays in Quay: ${answer.reason}`);
      return false;
    }
  } catch (error) {
    if (!(error instanceof Refusal || (error instanceof QuayError && error.ambiguous))) throw withStateAdvice(error);
    if (error instanceof Refusal && resource.selfLockout?.test(error.reason)) {
      quay.notice(
        `${name} stays in Quay: without it the token's user would lose its own way in. ${quotable(error.reason)}`,
      );
      return false;
    }
    reader.forget(actual);
    // When the lookup fails too, the error of the delete is the one to report.
    const gone = await reader.isGone(actual).catch(() => false);
    if (!gone) throw await explainRefusal(resource, snapshot, actual, error);
  }
  reader.record(actual, undefined);
  return true;
}
