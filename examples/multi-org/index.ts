import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { readOrganizations } from "./organizations";

// pulumi config set cloudUrl https://quay.io && pulumi config set --secret cloudToken <token>, and so on.
const config = new pulumi.Config();
const providers = new Map<string, quay.Provider>();

/** The Quay of this name. An organization that names none is on that of the stack's own settings. */
function providerOf(name: string | undefined): quay.Provider | undefined {
  if (name === undefined) return undefined;
  const args = () => ({ url: config.require(`${name}Url`), token: config.requireSecret(`${name}Token`) });
  const provider = providers.get(name) ?? new quay.Provider(name, args());
  providers.set(name, provider);
  return provider;
}

/** What to pull, by organization and repository. */
export const images: Record<string, pulumi.Output<Record<string, string>>> = {};

const organizations = readOrganizations(join(__dirname, "organizations.yaml"));
for (const [name, { quay: where, ...blueprint }] of Object.entries(organizations)) {
  images[name] = new quay.OrganizationBlueprint(name, blueprint, { provider: providerOf(where) }).images;
}
