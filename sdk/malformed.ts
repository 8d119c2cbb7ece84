import * as pulumi from "@pulumi/pulumi";
import { accept, namedBy } from "../provider/lifecycle/check";
import { UNKNOWN } from "../provider/lifecycle/unknown";
import { resources } from "../provider/resources";

/** The malformed resources declared in the current tick, one line for each. */
let malformed: string[] = [];
let collected: Promise<string[] | undefined> | undefined;

/**
 * The engine stops at the first resource that the provider finds malformed. So the program checks its resources itself, and each
 * malformed one carries the failures of all that are declared in the same tick, to be reported together.
 */
export function collectMalformed(
  kind: string,
  name: string,
  args: pulumi.Inputs,
  ignored: string[] = [],
): Promise<string[] | undefined> | undefined {
  const resource = resources[kind];
  if (!resource) return undefined;
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const known = given.map(([property, value]) => {
    try {
      return [property, isKnown(value) ? value : UNKNOWN];
    } catch {
      throw new pulumi.RunError(`${kind} ${name}: ${property}: This holds itself.`);
    }
  });
  // Without a name argument the name may come from an alias.
  const naming = namedBy(resource);
  const named = naming ? { [naming]: UNKNOWN } : {};
  const { failures } = accept(resource, { ...named, ...Object.fromEntries(known) });
  const wrong = failures.filter(({ property }) => !ignored.map(rootOf).includes(rootOf(property)));
  if (wrong.length === 0) return undefined;
  malformed.push([`${kind} ${name}:`, ...wrong.map(({ property, reason }) => `${property}: ${reason}`)].join(" "));
  collected ??= new Promise((resolve) => process.nextTick(() => resolve(takeMalformed())));
  return collected;
}

function takeMalformed(): string[] | undefined {
  const all = malformed;
  malformed = [];
  collected = undefined;
  return all.length > 1 ? all : undefined;
}

/** The property that a path such as `rules.0.issuer` or, in Pulumi's options, `rules[0].issuer` begins with. */
const rootOf = (path: string) => path.split(/[.[]/)[0] as string;

/** Whether a value contains no outputs or promises. */
function isKnown(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every(isKnown);
}
