import type { Properties, Resource } from "../resource";

/** Somebody else's, as far as we know: not ours to take. */
export function taken({ kind, identity }: Resource, wanted: Properties): Error {
  return new Error(
    `${kind} ${identity.format(wanted)} already exists and is not managed by this stack. ` +
      "Set adopt: true to take it over, or choose another name.",
  );
}

/** Somebody else's, and not to be made like ours. */
export function unlike(
  { kind, identity, frozen }: Resource,
  wanted: Properties,
  other: string[],
  there: Properties,
): Error {
  const values = other.map((name) => `${name}: ${JSON.stringify(there[name])}`).join(", ");
  return new Error(
    `${kind} ${identity.format(wanted)} exists with other values. ${frozen?.why} To adopt it, write ${values}.`,
  );
}

/** Some of the writes were done and one failed: what Quay holds is known, and the next update goes on from there. */
export class HalfDone extends Error {
  constructor(
    readonly properties: Properties,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}
