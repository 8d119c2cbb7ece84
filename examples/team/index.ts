import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

const builders = new quay.Team("builders", {
  organization: acme.name,
  role: "creator",
  description: "May create repositories.",
});

export const team = builders.id;
