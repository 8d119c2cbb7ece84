import * as pulumi from "@pulumi/pulumi";
import type { ProviderFunction, UntypedFunction } from "../../provider/functions/function";
import { argumentFailures } from "../../provider/functions/invoke";
import { messageOf } from "../../provider/quay/client/errors";
import type { Face } from "../face";
import { type Provider, requireKnownSettings, requireProviderOf } from "../provider";

/** How a function asks. */
export interface AskOptions {
  /** The Quay to ask. Defaults to the stack's settings. */
  provider?: Provider;
}

/** Arguments that may be outputs. */
export type OutputArgs<Args> = { [Name in keyof Args]: pulumi.Input<Args[Name]> };

/** Calls a function with valid arguments, and with a provider whose settings are known. */
type Call = <Args extends object, Result>(
  definition: ProviderFunction<Args, Result>,
  args: Args,
  provider: Provider | undefined,
) => Promise<Result>;

/** The forms in which programs call functions in a face. */
export function asking(face: Face, call: Call) {
  return { ask, askOutput };

  /** Calls the function. It fails with RunErrors, which Pulumi prints without a stack; formatting the stack would take it a minute. */
  async function ask<Args extends object, Result>(
    definition: ProviderFunction<Args, Result>,
    args: Args,
    options?: AskOptions,
  ): Promise<Result> {
    try {
      const given = args ?? {};
      requireValid(definition, given);
      await requireKnownProvider(face, definition.name, options?.provider);
      requireKnownSettings();
      return await call(definition, given, options?.provider);
    } catch (error) {
      throw pulumi.RunError.isInstance(error) ? error : new pulumi.RunError(messageOf(error));
    }
  }

  /**
   * Calls the function when its arguments are known. The result is secret when the function reads a secret, or when an argument is
   * one.
   */
  function askOutput<Args extends object, Result>(
    definition: ProviderFunction<Args, Result>,
    args: OutputArgs<Args>,
    options?: AskOptions,
  ): pulumi.Output<Result> {
    const ready = pulumi.unsecret(options?.provider?.settings ?? pulumi.output({}));
    const result = pulumi.all([args, ready]).apply(([known]) => ask(definition, known as unknown as Args, options));
    return (definition.secrets ? pulumi.secret<unknown>(result) : result) as pulumi.Output<Result>;
  }
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

async function requireKnownProvider(face: Face, label: string, provider: Provider | undefined): Promise<void> {
  if (!provider) return;
  if (!pulumi.Output.isInstance(provider.settings)) throw new Error("provider: This is no Provider of pulumi-quay.");
  requireProviderOf(face, label, { provider });
  // An output that is unknown in a preview would never resolve.
  const { isKnown } = provider.settings as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown))
    throw new Error("The provider's settings are not known in this preview. Use the function's Output form.");
}
