import type { Properties, Resource } from "../resource";

/** Somebody else's, as far as we know: not ours to take. */
export function taken({ kind, identity }: Resource, wanted: Properties): Error {
  return new Error(
    `${kind} ${identity.format(wanted)} already exists and is not managed by this stack. ` +
      "Set adopt: true to take it over, or choose another name.",
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
