import type { Properties, Resource } from "../resource";
import { differs } from "./diff";

/** Somebody else's, as far as we know: not ours to take. */
export function taken({ kind, identity, instead }: Resource, wanted: Properties): Error {
  return new Error(
    `${kind} ${identity.format(wanted)} already exists and is not managed by this stack. ` +
      "Set adopt: true to take it over, or choose another name. If this stack manages it and was to replace it: it cannot stand " +
      `twice, so give the resource the option deleteBeforeReplace: true.${instead ? ` ${instead}` : ""}`,
  );
}

/** Two resources of the program cannot be the same thing. */
export function declaredTwice({ kind }: Resource, id: string, names: string[]): string {
  const called = names.length > 1 ? `as ${names.join(" and ")}` : `by two resources called ${names[0] ?? "the same"}`;
  return `${kind} ${id} is declared twice, ${called}. Keep one of them.`;
}

/** The old entry of what was moved, renamed or replaced, or one of two that were the same, leaves the state alone. */
export function letGo({ kind, instead }: Resource, id: string): string {
  const words = `${kind} ${id} stays in Quay, because this stack still has it: only an old entry of it left the state.`;
  return instead ? `${words} ${instead}` : words;
}

/** What could not be made anew is not deleted. */
export function stillWanted({ kind }: Resource, id: string): string {
  return `another resource of this stack was to be the same ${kind} and could not be made. ${kind} ${id} is kept until it can.`;
}

/** A delete would take along what the program wants. */
export function takesAlong({ kind }: Resource, id: string, below: string[]): string {
  const [first = "", ...others] = below.map(named);
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return (
    `Quay would delete ${first}${more} with it, which this program still wants. Take them out of the program too, or ` +
    `keep ${kind} ${id}. What names it by its outputs, instead of by a text, is made anew with it.`
  );
}

/** A delete of this run took along what the program wants. */
export function wentAlong({ kind }: Resource, id: string, parent: string): string {
  return (
    `${kind} ${id} went with ${named(parent)}, which was deleted in this run. Run pulumi up --refresh to make it anew, and name ` +
    "the other by its outputs, so that both are replaced together."
  );
}

/** Kind and id, without the Quay. */
const named = (thing: string) => thing.slice(thing.indexOf(" ") + 1);

/** Somebody else's, and not to be made like ours. What has a structure may hold a secret, and is not said. */
export function unlike({ kind, identity, frozen }: Resource, wanted: Properties, there: Properties): Error {
  const id = identity.format(wanted);
  const other = (frozen?.of ?? []).filter((name) => name in wanted && differs(wanted[name], there[name]));
  const values = other.map((name) =>
    typeof there[name] === "string"
      ? `${name}: ${JSON.stringify(there[name])}`
      : `the ${name} of ${kind}.get("…", "${id}")`,
  );
  return new Error(
    `${kind} ${id} exists with other values. ${frozen?.why} To adopt it, write ${values.join(" and ")}.`,
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
