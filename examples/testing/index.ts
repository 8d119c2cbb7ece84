import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme", { email: "platform@acme.example" });
const web = new quay.Repository("web", { namespace: acme.name });
const ci = new quay.Robot("ci", { namespace: acme.name });
new quay.RepositoryUserPermission("ci-pushes-web", { repository: web.fullName, user: ci.fullName, role: "write" });

export const image = web.image;
