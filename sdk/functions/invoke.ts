import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { faultOf } from "../../provider/lifecycle/check";
import { messageOf } from "../../provider/quay/client/errors";
import type { Quay } from "../../provider/quay/client/quay";
import { nearest } from "../../provider/quay/nearest";
import { Connections } from "../../provider/serve/connections";
import { Snapshot } from "../../provider/snapshot";
import { type Provider, requireKnownSettings } from "../provider";

/** How a function asks. */
export interface AskOptions {
  /** The Quay to ask. Defaults to the stack's settings. */
  provider?: Provider;
}

const connections = new Connections();

/** Snapshots shared by functions that are called in the same tick. Later calls read again, so they see new writes. */
const shared = new Map<Quay, Snapshot>();

/** The shared snapshot for a namespace, with the settings of the stack or of an explicit provider. */
export async function snapshotFor(namespace: string | undefined, options?: AskOptions | null): Promise<Snapshot> {
  const provider = options?.provider;
  if (provider && !pulumi.Output.isInstance(provider.settings))
    throw new Error("provider: This is no Provider of pulumi-quay.");
  requireKnownSettings();
  const settings = provider && (await knownSettings(provider));
  const get = (key: string) => (settings ? settings[key] : pulumi.runtime.getConfig(key));
  const { quay } = connections.get(get).connectionFor(namespace);
  const snapshot = shared.get(quay) ?? new Snapshot(quay);
  if (!shared.has(quay)) setImmediate(() => shared.delete(quay));
  shared.set(quay, snapshot);
  return snapshot;
}

/** Turns failures into RunErrors, which Pulumi prints without a stack; formatting the stack would take it a minute. */
export async function asRunError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw pulumi.RunError.isInstance(error) ? error : new pulumi.RunError(messageOf(error));
  }
}

/** Throws an error that names the first invalid argument. Additional properties are ignored, as in TypeScript. */
export function validate(
  functionName: string,
  args: object | null | undefined,
  rules: Record<string, z.ZodType>,
): void {
  const given = (args ?? {}) as Record<string, unknown>;
  const others = Object.keys(given).filter((name) => !Object.hasOwn(rules, name));
  for (const [name, rule] of Object.entries(rules)) {
    const isOutput = pulumi.Output.isInstance(given[name]);
    const fault = isOutput ? `This is an output: use ${functionName}Output.` : faultOf(rule, given[name]);
    if (!fault) continue;
    const near = given[name] === undefined ? nearest(name, others) : undefined;
    throw new pulumi.RunError(`${functionName}: ${name}: ${fault}${near ? ` Is ${near} meant to be it?` : ""}`);
  }
}

/** Calls the function when its arguments are known. The result is secret only when an argument is. */
export function whenKnown<Args, Result>(
  read: (args: Args, options?: AskOptions) => Promise<Result>,
  args: pulumi.Input<{ [Name in keyof Args]: pulumi.Input<Args[Name]> }>,
  options?: AskOptions,
): pulumi.Output<Result> {
  const ready = pulumi.unsecret(options?.provider?.settings ?? pulumi.output({}));
  return pulumi.all([args, ready]).apply(([known]) => read(known as unknown as Args, options)) as pulumi.Output<Result>;
}

async function knownSettings({ settings }: Provider): Promise<Record<string, string>> {
  // An output that is unknown in a preview would never resolve.
  const { isKnown } = settings as unknown as { isKnown: Promise<boolean> };
  if (await isKnown) return new Promise((resolve) => settings.apply(resolve));
  throw new Error("The provider's settings are not known in this preview. Use the function's Output form.");
}
