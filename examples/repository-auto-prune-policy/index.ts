import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const nightly = new quay.Repository("nightly", { namespace: acme.name });

new quay.RepositoryAutoPrunePolicy("week", { repository: nightly.fullName, maxAge: "1w" });

new quay.RepositoryAutoPrunePolicy("pull-requests", {
  repository: nightly.fullName,
  numberOfTags: 5,
  tagPattern: "^pr-",
});
