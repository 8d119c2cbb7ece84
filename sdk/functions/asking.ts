import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { faultOf } from "../../provider/lifecycle/check";
import { messageOf } from "../../provider/quay/client/errors";
import type { Quay } from "../../provider/quay/client/quay";
import { nearest } from "../../provider/quay/nearest";
import { Connections } from "../../provider/serve/connections";
import { Snapshot } from "../../provider/snapshot";
import { demandKnownSettings, type Provider } from "../provider";

/** How a function asks. */
export interface AskOptions {
  /** The Quay to ask. Defaults to the stack's settings. */
  provider?: Provider;
}

const connections = new Connections();

/** What functions that are asked at one moment read together. Later ones see what was written since. */
const shared = new Map<Quay, Snapshot>();

/** What this moment knows of the Quay of a namespace, with the program's settings or an explicit provider's. */
export async function snapshotFor(namespace: string | undefined, options?: AskOptions | null): Promise<Snapshot> {
  const provider = options?.provider;
  if (provider && !pulumi.Output.isInstance(provider.settings))
    throw new Error("provider: This is no Provider of pulumi-quay.");
  demandKnownSettings();
  const settings = provider && (await known(provider));
  const get = (key: string) => (settings ? settings[key] : pulumi.runtime.getConfig(key));
  const { quay } = connections.get(get).to(namespace);
  const snapshot = shared.get(quay) ?? new Snapshot(quay);
  if (!shared.has(quay)) setImmediate(() => shared.delete(quay));
  shared.set(quay, snapshot);
  return snapshot;
}

/** What goes wrong is shown in its words, without the stack of our files, which Pulumi takes a minute to draw. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw pulumi.RunError.isInstance(error) ? error : new pulumi.RunError(messageOf(error));
  }
}

/** Throws a sentence that names the argument which cannot be. What there is besides is nobody's, as in TypeScript. */
export function demand(asked: string, args: object | null | undefined, rules: Record<string, z.ZodType>): void {
  const given = (args ?? {}) as Record<string, unknown>;
  const others = Object.keys(given).filter((name) => !Object.hasOwn(rules, name));
  for (const [name, rule] of Object.entries(rules)) {
    const isOutput = pulumi.Output.isInstance(given[name]);
    const fault = isOutput ? `This is an output: use ${asked}Output.` : faultOf(rule, given[name]);
    if (!fault) continue;
    const near = given[name] === undefined ? nearest(name, others) : undefined;
    throw new pulumi.RunError(`${asked}: ${name}: ${fault}${near ? ` Is ${near} meant to be it?` : ""}`);
  }
}

/** Asks when the arguments are known. What is read is secret only when the arguments are. */
export function whenKnown<Args, Result>(
  ask: (args: Args, options?: AskOptions) => Promise<Result>,
  args: pulumi.Input<{ [Name in keyof Args]: pulumi.Input<Args[Name]> }>,
  options?: AskOptions,
): pulumi.Output<Result> {
  const ready = pulumi.unsecret(options?.provider?.settings ?? pulumi.output({}));
  return pulumi.all([args, ready]).apply(([known]) => ask(known as unknown as Args, options)) as pulumi.Output<Result>;
}

async function known({ settings }: Provider): Promise<Record<string, string>> {
  // Of an output that is unknown in a preview nothing would ever arrive.
  const { isKnown } = settings as unknown as { isKnown: Promise<boolean> };
  if (await isKnown) return new Promise((resolve) => settings.apply(resolve));
  throw new Error("The provider's settings are not known in this preview. Use the function's Output form.");
}
