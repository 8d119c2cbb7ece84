import * as quay from "pulumi-quay";

const acme = new quay.Organization(
  "acme",
  { email: "platform@acme.example", tagExpirationSeconds: 14 * 24 * 3600 },
  { protect: true },
);

export const organization = acme.name;
