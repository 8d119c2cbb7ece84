import * as pulumi from "@pulumi/pulumi";
import { accept } from "../provider/mould/check";
import { UNKNOWN } from "../provider/mould/unknown";
import { resources } from "../provider/resources";

/** What this stretch of the program declares that Quay could never take: a line for each resource. */
let malformed: string[] = [];
let verdict: Promise<[]> | undefined;

/**
 * The engine stops at the first resource that is malformed. So what can be seen without the engine is gathered, and where it is
 * several resources, all of them are told at once: then the promise is rejected, and nothing of this stretch is registered.
 */
export function allWellFormed(
  kind: string,
  name: string,
  args: pulumi.Inputs,
  ignored: string[] = [],
): pulumi.Resource[] | Promise<[]> {
  const resource = resources[kind];
  if (!resource) return [];
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const known = given.map(([property, value]) => [property, isSettled(value) ? value : UNKNOWN]);
  // Who leaves out the name may have it from an alias.
  const named = "name" in resource.accepts ? { name: UNKNOWN } : {};
  const { failures } = accept(resource, { ...named, ...Object.fromEntries(known) });
  const wrong = failures.filter(({ property }) => !ignored.includes(property));
  if (wrong.length > 0)
    malformed.push([`${kind} ${name}:`, ...wrong.map(({ property, reason }) => `${property}: ${reason}`)].join(" "));
  verdict ??= new Promise((resolve, reject) => process.nextTick(() => judge(resolve, reject)));
  return verdict;
}

function judge(resolve: (none: []) => void, reject: (error: Error) => void): void {
  const all = malformed;
  malformed = [];
  verdict = undefined;
  if (all.length < 2) resolve([]);
  else reject(new pulumi.RunError([`${all.length} resources are malformed.`, ...all].join("\n")));
}

/** What is not known yet, in whole or in part, may become anything. */
function isSettled(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every(isSettled);
}
