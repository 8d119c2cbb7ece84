import * as pulumi from "@pulumi/pulumi";
import { native } from "../face";
import { type ProviderArgs, providerInputs } from "../provider";

/**
 * An explicit Quay, for the option `provider` of a resource or component: several Quays, or several tokens, in one program.
 * Nothing is taken from the stack's settings.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    super(native.package, name, providerInputs(name, args), pulumi.mergeOptions(native.plugin, options));
  }
}
