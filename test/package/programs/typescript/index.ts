import type * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { startQuay } from "pulumi-quay/testing";

const acme = new quay.Organization("acme", { email: "platform@acme.example" });
const web = new quay.Repository("web", { namespace: acme.name });
const operations = new quay.Team("operations", { organization: acme.name, role: "admin" });
const ci = new quay.Robot("ci", { namespace: acme.name });

export const image: pulumi.Output<string> = quay.getRepositoryOutput({ repository: web.id }).image;
export const team = operations.id;
export const login: pulumi.Output<string> = ci.fullName;

// The compiler has to refuse these; if the types were not found, everything would compile.
export function wrong() {
  // @ts-expect-error
  new quay.Team("ops", { organization: acme.name, role: "boss" });
  // @ts-expect-error
  new quay.Team("ops", { role: "admin" });
  // @ts-expect-error
  new quay.Repository("web", { namespace: acme.name }).digest;
  // @ts-expect-error
  void startQuay({ prot: 8080 });
}
