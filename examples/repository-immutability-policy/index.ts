import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const base = new quay.Repository("base", { namespace: acme.name });

// All tags but latest can be neither moved nor deleted.
new quay.RepositoryImmutabilityPolicy("all", {
  repository: base.fullName,
  tagPattern: "latest",
  tagPatternMatches: false,
});
