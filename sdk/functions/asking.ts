import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Quay } from "../../provider/client/quay";
import { faultOf } from "../../provider/mould/check";
import { Connections } from "../../provider/serve/connections";
import { demandKnownSettings, type Provider } from "../provider";

/** How a function asks. */
export interface AskOptions {
  /** The Quay to ask. Defaults to the stack's settings. */
  provider?: Provider;
}

const connections = new Connections();

/** The client for a namespace, with the program's settings or an explicit provider's. */
export async function quayFor(namespace: string | undefined, { provider }: AskOptions = {}): Promise<Quay> {
  demandKnownSettings();
  const settings = provider && (await known(provider));
  const get = (key: string) => (settings ? settings[key] : pulumi.runtime.getConfig(key));
  return told(() => connections.get(get)).to(namespace).quay;
}

/** A mistake in the settings is shown without the stack of our files. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}

/** Throws a sentence that names the argument which cannot be. */
export function demand(asked: string, args: object | undefined, rules: Record<string, z.ZodType>): void {
  for (const [name, rule] of Object.entries(rules)) {
    const fault = faultOf(rule, (args as Record<string, unknown> | undefined)?.[name]);
    if (fault) throw new pulumi.RunError(`${asked}: ${name}: ${fault}`);
  }
}

/** Asks when the arguments are known. What is read is secret only when the arguments are. */
export function whenKnown<Args, Result>(
  ask: (args: Args, options?: AskOptions) => Promise<Result>,
  args: pulumi.Input<{ [Name in keyof Args]: pulumi.Input<Args[Name]> }>,
  options: AskOptions = {},
): pulumi.Output<Result> {
  const ready = pulumi.unsecret(options.provider?.settings ?? pulumi.output({}));
  return pulumi.all([args, ready]).apply(([known]) => ask(known as unknown as Args, options)) as pulumi.Output<Result>;
}

async function known({ settings }: Provider): Promise<Record<string, string>> {
  // Of an output that is unknown in a preview nothing would ever arrive.
  const { isKnown } = settings as unknown as { isKnown: Promise<boolean> };
  if (await isKnown) return new Promise((resolve) => settings.apply(resolve));
  throw new Error("The provider's settings are not known in this preview. Use the function's Output form.");
}
