import * as pulumi from "@pulumi/pulumi";
import { native } from "../face";
import { type ProviderArgs, settingsOf } from "../provider";

/**
 * An explicit Quay, for the option `provider` of a resource or component: several Quays, or several tokens, in one program.
 * Nothing is taken from the stack's settings.
 */
export class Provider extends pulumi.ProviderResource {
  /** What the functions of this package read with, as stack settings. */
  readonly settings: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const settings = settingsOf(name, args);
    const inputs = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [key.replace("quay:", ""), value]),
    );
    super(native.package, name, inputs, pulumi.mergeOptions(native.plugin, options));
    this.settings = pulumi.output(settings);
  }
}
