import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

new quay.NamespaceImmutabilityPolicy("releases", { namespace: acme.name, tagPattern: "release-.*" });
