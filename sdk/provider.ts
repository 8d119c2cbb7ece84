import * as pulumi from "@pulumi/pulumi";
import { mistyped } from "../provider/quay/settings";

/** A Quay, and as whom to use it. What is left out comes from the environment or has the default of the stack setting. */
export interface ProviderArgs {
  /** Address of the Quay. Defaults to `QUAY_URL`, else https://quay.io. */
  url?: pulumi.Input<string>;
  /** OAuth 2 access token. Defaults to `QUAY_TOKEN`. Kept secret. */
  token?: pulumi.Input<string>;
  /** Tokens of single namespaces, by name; all others use `token`. Kept secret. */
  tokens?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Host in image references. Defaults to the URL's. */
  registry?: pulumi.Input<string>;
  /** Certificate authority of the Quay, as PEM or the path of a file. */
  caCertificate?: pulumi.Input<string>;
  /** Time for one request, in seconds. Defaults to 30. */
  timeoutSeconds?: pulumi.Input<number>;
  /** Requests at once. Defaults to 8. */
  concurrency?: pulumi.Input<number>;
}

/**
 * An explicit Quay, for the option `provider` of a resource or component: several Quays, or several tokens, in one program.
 * Nothing is taken from the stack's settings.
 */
export class Provider extends pulumi.ProviderResource {
  /** What the functions of this package read with, as stack settings. */
  readonly settings: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const settings = Object.fromEntries(
      Object.entries(args)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [`quay:${key}`, key.startsWith("token") ? pulumi.secret(text(value)) : text(value)]),
    );
    const wrong = mistyped(Object.keys(settings));
    if (wrong) throw new pulumi.RunError(`Provider ${name}: ${wrong.replaceAll("quay:", "")}`);
    super("pulumi-nodejs", name, settings, options);
    this.settings = pulumi.output(settings);
  }
}

/** A provider's inputs are strings; structured values are passed as JSON. */
const text = (value: pulumi.Input<unknown>): pulumi.Output<string> =>
  pulumi
    .output(value as pulumi.Input<string>)
    .apply((known: unknown) => (typeof known === "object" ? JSON.stringify(known) : String(known)));

/** A misspelled setting would be ignored, and the token might be sent to another Quay. */
export function requireKnownSettings(): void {
  const wrong = mistyped(Object.keys(pulumi.runtime.allConfig()));
  // In a project named quay, its own settings have the same prefix.
  if (wrong && pulumi.getProject() !== "quay") throw new pulumi.RunError(wrong);
}
