import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme", { email: "platform@acme.example" });

const web = new quay.Repository("web", {
  namespace: acme.name,
  description: "The web shop.",
});
const api = new quay.Repository("api", {
  namespace: acme.name,
  visibility: "public",
});

new quay.Team("developers", { organization: acme.name, role: "creator" });
new quay.Team("operations", { organization: acme.name, role: "admin", description: "On call." });

export const images = { web: web.image, api: api.image };
