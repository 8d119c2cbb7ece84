import { UnsupportedOperation } from "../quay/client/discovery";
import { messageOf, QuayError, Refusal } from "../quay/client/errors";
import type { Snapshot } from "../snapshot";
import { absence } from "../snapshot/absence";
import type { Properties } from "./definition";
import { differs } from "./diff";
import { labelOf } from "./identity";
import type { Resource } from "./resource";

/** Adds the known cause and the kind to Quay's refusal or to a missing operation; returns any other error unchanged. */
export async function explainRefusal(
  resource: Resource,
  snapshot: Snapshot,
  wanted: Properties,
  error: unknown,
  creating = false,
): Promise<unknown> {
  if (error instanceof FailedChange) {
    const cause = await explainRefusal(resource, snapshot, wanted, error.cause);
    return new QuayError(`${messageOf(cause)} ${error.standing}`, { cause });
  }
  if (error instanceof UnsupportedOperation) return error.neededBy(resource.kind);
  if (!(error instanceof Refusal)) return error;
  const more = await resource.explain?.(error, wanted, snapshot).catch(() => undefined);
  if (more) return new QuayError(`${error.messageWithoutAdvice} ${more}`, { cause: error });
  if (creating && resource.onConflict instanceof RegExp && resource.onConflict.test(error.reason))
    return alreadyExists(resource, wanted);
  const namespace = resource.namespace(wanted, creating);
  return namespace ? snapshot.of(absence).explained(error, namespace) : error;
}

/** The resource exists, with other values where they are given, and no entry of this stack is known to manage it. */
export function alreadyExists(resource: Resource, wanted: Properties, there?: Properties): Error {
  const { kind, identity, conflictAdvice, accepts } = resource;
  const differing = Object.keys(accepts).filter((name) => there && differs(wanted[name], there[name]));
  const otherwise = there ? ` with another ${differing.join(" and ")}` : "";
  const another = identity.type === "singleton" || there ? "" : ", or choose another name";
  const remedy = wanted.adopt
    ? `Quay did not show it a moment ago: run pulumi up again, with a token that sees it${another}.`
    : `Set adopt: true to take it over${another}.`;
  return new Error(
    `${kind} ${labelOf(identity, wanted)} already exists${otherwise} and is not managed by this stack. ${remedy} ` +
      "If this stack manages it and was to replace it: it cannot stand " +
      `twice, so give the resource the option deleteBeforeReplace: true, and not retainOnDelete.${conflictAdvice ? ` ${conflictAdvice}` : ""}`,
  );
}

/** Several existing resources match, and nothing tells which one the program means. */
export function severalMatch({ kind, identity }: Resource, wanted: Properties, ids: string[]): Error {
  return new Error(
    `${kind} ${labelOf(identity, wanted)} may be any of ${ids.length}: ${ids.join(", ")}. Take the right one into the stack ` +
      "by its id, with pulumi-quay import-file and pulumi import --file, or delete those that nobody needs.",
  );
}

/** Two resources of the program have the same id. */
export function declaredTwice({ kind }: Resource, id: string, names: string[]): string {
  const description =
    names.length > 1 ? `as ${names.join(" and ")}` : `by two resources called ${names[0] ?? "the same"}`;
  return `${kind} ${id} is declared twice, ${description}. Keep one of them.`;
}

/** Another state entry, whose create got no response, adopted the resource that this entry created. */
export function takenByAnother({ kind }: Resource, id: string): string {
  return `${kind} ${id} was taken for what another resource of this stack made. Run pulumi up again, which makes one for this resource.`;
}

/** The old entry of what was moved, renamed or replaced, or one of two that were the same, leaves the state alone. */
export function keptInQuay({ kind, conflictAdvice }: Resource, id: string, { forceDelete }: Properties): string {
  const words = `${kind} ${id} stays in Quay, because this stack still has it: only an old entry of it left the state.`;
  const along =
    forceDelete &&
    "What was to go with it, as deletedWith says, left the state too: what the program does not declare any more of that stays in Quay.";
  return [words, conflictAdvice, along].filter(Boolean).join(" ");
}

/** Announces what a replacement loses. */
export function replacementNotice({ kind, replacementCost }: Resource, id: string): string {
  return `${kind} ${id} is to be replaced. Lost when the old one is deleted: ${replacementCost}.`;
}

/** The old resource is kept because its replacement could not be created. */
export function stillWanted({ kind }: Resource, id: string): string {
  return `another resource of this stack was to be the same ${kind} and could not be made. ${kind} ${id} is kept until it can.`;
}

/** Deleting the resource would also delete others that the program declares. */
export function wouldDeleteWanted({ kind }: Resource, id: string, [first = "", ...others]: string[]): string {
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return (
    `Quay would delete ${first}${more} with it, which this program still wants. Take them out of the program too, or ` +
    `keep ${kind} ${id}. What names it by its outputs, instead of by a text, is made anew with it.`
  );
}

/** A resource that this one belongs or refers to was deleted or created in this run. */
export function recreatedWithParent({ kind }: Resource, id: string, parent: string): string {
  return `${kind} ${id} went with the ${parent} that was there before, and is made anew.`;
}

/** The engine deleted the children first in a delete-before-replace, so the guard alone would find nothing to protect. */
export function childrenDeletedFirst({ kind }: Resource, id: string, many: number): string {
  const [was, them] = many === 1 ? ["a tag", "its image"] : [`${many} tags`, "their images"];
  return (
    `${kind} ${id} held ${was} that this run deleted first, to replace both; ${them} would be lost. Take the replacement back and ` +
    "restore with Quay's time machine; or, to lose them, set forceDelete: true, run pulumi up, and replace it then."
  );
}

/** The resource is missing although the Quay was only renamed, so it may be another Quay. */
export function notMoved({ kind }: Resource, id: string): string {
  return (
    `There is no ${kind} ${id} in this Quay, so it may not be the same under a new name. If it is, and somebody deleted this one, ` +
    "take it out of the stack with pulumi state delete."
  );
}

/** What an adoption does not send, since it takes over what exists as it is. */
export function sentLater({ kind, identity }: Resource, wanted: Properties, names: string[]): string {
  return (
    `${kind} ${labelOf(identity, wanted)} is taken over as it is. Quay does not show its ${names.join(" and ")}: the next pulumi up ` +
    "sends the program's."
  );
}

/** The existing resource has other values that cannot be changed. Secret and structured values are not shown. */
export function differsFromExisting(
  { kind, identity, replaceOnRequest, secrets }: Resource,
  wanted: Properties,
  differing: string[],
  there: Properties,
): Error {
  const id = labelOf(identity, wanted);
  const values = differing.map((name) =>
    typeof there[name] === "string" && !secrets.includes(name)
      ? `${name}: ${JSON.stringify(there[name])}`
      : `the ${name} of ${kind}.get("…", "${id}")`,
  );
  return new Error(
    `${kind} ${id} exists with other values. ${replaceOnRequest?.why} To adopt it, write ${values.join(" and ")}.`,
  );
}

/** Throws when the existing resource differs in a property that cannot be changed. */
export function requireEqual(resource: Resource, there: Properties, wanted: Properties): void {
  const differing =
    resource.replaceOnRequest?.of.filter((name) => name in wanted && differs(wanted[name], there[name])) ?? [];
  if (differing.length > 0) throw differsFromExisting(resource, wanted, differing, there);
}

/** Some requests succeeded and one failed. `properties` is the resulting state, from which the next update continues. */
export class PartialFailure extends Error {
  constructor(
    readonly properties: Properties,
    override readonly cause: unknown,
  ) {
    super(messageOf(cause));
  }
}

/**
 * A change of several requests failed for this cause; `standing` says in a sentence what Quay holds now. `inDoubt`: it is not all
 * that the state has.
 */
export class FailedChange extends Error {
  constructor(
    override readonly cause: unknown,
    readonly standing: string,
    readonly inDoubt = false,
  ) {
    super(`${messageOf(cause)} ${standing}`);
  }
}
