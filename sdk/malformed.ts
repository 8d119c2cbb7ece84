import * as pulumi from "@pulumi/pulumi";
import { accept } from "../provider/lifecycle/check";
import { UNKNOWN } from "../provider/lifecycle/unknown";
import { resources } from "../provider/resources";

/** What this stretch of the program declares that Quay could never take: a line for each resource. */
let malformed: string[] = [];
let gathered: Promise<string[] | undefined> | undefined;

/**
 * The engine stops at the first resource that its provider finds malformed. So what can be seen without the engine is gathered for
 * all resources of a stretch of the program, and handed over with each that is malformed, to be told with it.
 */
export function malformedBeside(
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
      return [property, isSettled(value) ? value : UNKNOWN];
    } catch {
      throw new pulumi.RunError(`${kind} ${name}: ${property}: This holds itself.`);
    }
  });
  // Who leaves out the name may have it from an alias.
  const named = "name" in resource.accepts ? { name: UNKNOWN } : {};
  const { failures } = accept(resource, { ...named, ...Object.fromEntries(known) });
  const wrong = failures.filter(({ property }) => !ignored.map(rootOf).includes(rootOf(property)));
  if (wrong.length === 0) return undefined;
  malformed.push([`${kind} ${name}:`, ...wrong.map(({ property, reason }) => `${property}: ${reason}`)].join(" "));
  gathered ??= new Promise((resolve) => process.nextTick(() => resolve(handOver())));
  return gathered;
}

function handOver(): string[] | undefined {
  const all = malformed;
  malformed = [];
  gathered = undefined;
  return all.length > 1 ? all : undefined;
}

/** The property that a path such as `rules.0.issuer` or, in Pulumi's options, `rules[0].issuer` begins with. */
const rootOf = (path: string) => path.split(/[.[]/)[0] as string;

/** What is not known yet, in whole or in part, may become anything. */
function isSettled(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every(isSettled);
}
