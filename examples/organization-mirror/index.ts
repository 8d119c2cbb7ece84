import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

const config = new pulumi.Config();
const copies = new quay.Organization("copies");
const sync = new quay.Robot("sync", { namespace: copies.name, description: "Fills the mirror." });

// All repositories of the project library whose names begin with base-, made and filled by Quay every six hours.
const mirror = new quay.OrganizationMirror("copies", {
  organization: copies.name,
  registryType: "harbor",
  registryUrl: "https://harbor.example.com",
  externalNamespace: "library",
  robot: sync.fullName,
  repositoryFilters: ["base-*"],
  syncIntervalSeconds: 21_600,
  username: "acme",
  password: config.requireSecret("harborPassword"),
});

export const status = mirror.syncStatus;
