import { getRepositoryOutput, Organization, Repository, Robot, Team } from "pulumi-quay";

const acme = new Organization("acme", { email: "platform@acme.example" });
const web = new Repository("web", { namespace: acme.name });
const operations = new Team("operations", { organization: acme.name, role: "admin" });
const ci = new Robot("ci", { namespace: acme.name });

export const image = getRepositoryOutput({ repository: web.id }).image;
export const team = operations.id;
export const login = ci.fullName;
