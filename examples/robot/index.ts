import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

const ci = new quay.Robot("ci", {
  namespace: acme.name,
  description: "Pushes what CI builds.",
  rotate: "2027-01",
});

export const login = ci.fullName;
// A secret: pulumi stack output --show-secrets dockerConfigJson
export const dockerConfigJson = ci.dockerConfigJson;
