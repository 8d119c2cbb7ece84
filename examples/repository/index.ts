import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

const web = new quay.Repository("web", {
  namespace: acme.name,
  visibility: "public",
  description: "The web shop.",
});

// Slashes group repositories; people still pull quay.example.com/acme/base/node.
const base = new quay.Repository("base", { namespace: acme.name, name: "base/node" });

export const images = [web.image, base.image];
