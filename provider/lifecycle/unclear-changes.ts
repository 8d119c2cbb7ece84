import { QuayError } from "../quay/client/errors";
import type { Properties } from "./definition";
import { differs } from "./diff";
import { FailedChange } from "./errors";
import { IN_DOUBT } from "./outputs";
import type { Resource } from "./resource";

/** A change that failed: the values that it sent, and the state before it. */
interface Attempt {
  change: Resource["changes"][number];
  sent: Properties;
  was: Properties;
}

/** Whether the answer got lost, so that the request may have been carried out. */
const isLost = (error: unknown): boolean => error instanceof QuayError && error.ambiguous;

/** Whether nobody knows what Quay holds after this error. */
export const isUnclear = (error: unknown): boolean => isLost(error) || (error instanceof FailedChange && error.inDoubt);

/** Whether a change without an answer was carried out, as what Quay shows now tells. */
export function isCarriedOut(
  { writeOnly }: Resource,
  { change, sent, was }: Attempt,
  error: unknown,
  found: Properties,
) {
  if (!isLost(error)) return false;
  if (change.done) return change.done(found, was);
  // Of what Quay does not show nothing tells whether it has changed.
  const isHidden = (name: string) => writeOnly.includes(name) && !(name in found);
  return Object.keys(sent).every((name) =>
    isHidden(name) ? (sent[name] ?? was[name]) === undefined : !differs(sent[name], found[name]),
  );
}

/** The state after a change of which nobody knows whether it was carried out: what Quay shows, and in doubt what it does not. */
export function doubted({ writeOnly }: Resource, { change, sent, was }: Attempt, found?: Properties): Properties {
  const names = change.of.filter((name) => writeOnly.includes(name) && (name in sent || was[name] !== undefined));
  if (names.length === 0) return was;
  return { ...was, ...Object.fromEntries(names.map((name) => [name, IN_DOUBT])), ...found };
}
