import * as pulumi from "@pulumi/pulumi";
import { mistyped } from "../provider/quay/settings";
import { dynamic, type Face, isOfType, native, otherFace } from "./face";

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
  /** Whether a refresh asks Quay's log who changed what it finds otherwise than the state. Defaults to true. */
  drift?: pulumi.Input<boolean>;
}

/**
 * An explicit Quay, for the option `provider` of a resource or component: several Quays, or several tokens, in one program.
 * Nothing is taken from the stack's settings.
 */
export class Provider extends pulumi.ProviderResource {
  /** What the functions of this package read with, as stack settings. */
  readonly settings: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const settings = settingsOf(name, args);
    super(dynamic.package, name, settings, options);
    this.settings = pulumi.output(settings);
  }
}

/** The arguments as stack settings: `quay:url` and so on, structured values as JSON, tokens secret. */
export function settingsOf(name: string, args: ProviderArgs): Record<string, pulumi.Output<string>> {
  const settings = Object.fromEntries(
    Object.entries(args)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [`quay:${key}`, key.startsWith("token") ? pulumi.secret(text(value)) : text(value)]),
  );
  const wrong = mistyped(Object.keys(settings));
  if (wrong) throw new pulumi.RunError(`Provider ${name}: ${wrong.replaceAll("quay:", "")}`);
  return settings;
}

/** A provider's inputs are strings; structured values are passed as JSON. */
const text = (value: pulumi.Input<unknown>): pulumi.Output<string> =>
  pulumi
    .output(value as pulumi.Input<string>)
    .apply((known: unknown) => (typeof known === "object" ? JSON.stringify(known) : String(known)));

/**
 * Pulumi ignores a provider of another package and uses the default one, which may be another Quay. So a resource or function is
 * refused whose provider, its own or that of a component around it, was imported from the other face.
 */
export function requireProviderOf(face: Face, label: string, { provider, parent }: pulumi.CustomResourceOptions): void {
  const belongs = (one: unknown) => isProviderOf(face, one);
  const inherited = [dynamic, native].map((any) => parent?.getProvider(any.typeOf("")));
  const effective = provider ? [provider] : inherited;
  if (effective.some(belongs) || !effective.some(isOurs)) return;
  const { module } = otherFace(face);
  throw new pulumi.RunError(
    `${label}: its provider was imported from ${module}. Import both from ${face.module}, or both from ${module}.`,
  );
}

/** Dynamic providers of other npm packages have the same package in Pulumi. */
const isOurs = (provider: pulumi.ProviderResource | undefined) =>
  isProviderOf(native, provider) || (isProviderOf(dynamic, provider) && (provider as Provider).settings !== undefined);

const isProviderOf = (face: Face, provider: unknown) => isOfType(provider, `pulumi:providers:${face.package}`);

/** A misspelled setting would be ignored, and the token might be sent to another Quay. */
export function requireKnownSettings(): void {
  const wrong = mistyped(Object.keys(pulumi.runtime.allConfig()));
  // In a project named quay, its own settings have the same prefix.
  if (wrong && pulumi.getProject() !== "quay") throw new pulumi.RunError(wrong);
}
