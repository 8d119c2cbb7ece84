import * as pulumi from "@pulumi/pulumi";
import type { Quay } from "../../provider/client/quay";
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
  return connections.get(get).to(namespace).quay;
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
