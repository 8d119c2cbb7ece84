import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

// Releases, such as v1.2.3, stay; all other tags go after ninety days.
new quay.NamespaceAutoPrunePolicy("old", {
  namespace: acme.name,
  maxAge: "90d",
  tagPattern: "^v",
  tagPatternMatches: false,
});

// Of pull requests each repository keeps the newest twenty.
new quay.NamespaceAutoPrunePolicy("pull-requests", {
  namespace: acme.name,
  numberOfTags: 20,
  tagPattern: "^pr-",
});
