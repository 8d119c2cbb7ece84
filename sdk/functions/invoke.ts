import * as pulumi from "@pulumi/pulumi";
import type { ProviderFunction, UntypedFunction } from "../../provider/functions/function";
import { argumentFailures, read } from "../../provider/functions/invoke";
import { messageOf } from "../../provider/quay/client/errors";
import { type Access, Connections } from "../../provider/serve/connections";
import { type Provider, requireKnownSettings } from "../provider";

/** How a function asks. */
export interface AskOptions {
  /** The Quay to ask. Defaults to the stack's settings. */
  provider?: Provider;
}

/** Arguments that may be outputs. */
export type OutputArgs<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

const connections = new Connections();

/** Calls the function. It fails with RunErrors, which Pulumi prints without a stack; formatting the stack would take it a minute. */
export async function ask<Args extends object, Result>(
  definition: ProviderFunction<Args, Result>,
  args: Args,
  options?: AskOptions,
): Promise<Result> {
  try {
    const given = args ?? {};
    requireValid(definition, given);
    return await read(definition, await accessFor(options), given);
  } catch (error) {
    throw pulumi.RunError.isInstance(error) ? error : new pulumi.RunError(messageOf(error));
  }
}

/**
 * Calls the function when its arguments are known. The result is secret when the function reads a secret, or when an argument is
 * one.
 */
export function askOutput<Args extends object, Result>(
  definition: ProviderFunction<Args, Result>,
  args: OutputArgs<Args>,
  options?: AskOptions,
): pulumi.Output<Result> {
  const ready = pulumi.unsecret(options?.provider?.settings ?? pulumi.output({}));
  const result = pulumi.all([args, ready]).apply(([known]) => ask(definition, known as unknown as Args, options));
  return (definition.secrets ? pulumi.secret<unknown>(result) : result) as pulumi.Output<Result>;
}

/** Throws an error that names the first invalid argument. */
function requireValid(definition: UntypedFunction, args: object): void {
  const [failure] = argumentFailures(definition, args);
  if (!failure) return;
  const { name } = definition;
  const { property, reason } = failure;
  const isOutput = pulumi.Output.isInstance((args as Record<string, unknown>)[property]);
  const fault = isOutput ? `This is an output: use ${name}Output.` : reason;
  throw new pulumi.RunError([name, property, fault].filter(Boolean).join(": "));
}

/** The Quay of the stack's settings, or of an explicit provider. */
async function accessFor(options?: AskOptions): Promise<Access> {
  const provider = options?.provider;
  if (provider && !pulumi.Output.isInstance(provider.settings))
    throw new Error("provider: This is no Provider of pulumi-quay.");
  requireKnownSettings();
  const settings = provider && (await knownSettings(provider));
  return connections.get((key) => (settings ? settings[key] : pulumi.runtime.getConfig(key)));
}

async function knownSettings({ settings }: Provider): Promise<Record<string, string>> {
  // An output that is unknown in a preview would never resolve.
  const { isKnown } = settings as unknown as { isKnown: Promise<boolean> };
  if (await isKnown) return new Promise((resolve) => settings.apply(resolve));
  throw new Error("The provider's settings are not known in this preview. Use the function's Output form.");
}
