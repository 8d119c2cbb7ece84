import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { readOrganizations } from "./organizations";

// pulumi config set cloudUrl https://quay.io && pulumi config set --secret cloudToken <token>, and so on.
const config = new pulumi.Config();
const at = (name: string) =>
  new quay.Provider(name, { url: config.require(`${name}Url`), token: config.requireSecret(`${name}Token`) });
const providers = { cloud: at("cloud"), internal: at("internal") };

/** What to pull, by organization and repository. */
export const images: Record<string, pulumi.Output<Record<string, string>>> = {};

const organizations = readOrganizations(join(__dirname, "organizations.yaml"));
for (const [name, { quay: where, ...blueprint }] of Object.entries(organizations)) {
  images[name] = new quay.OrganizationBlueprint(name, blueprint, { provider: providers[where] }).images;
}
