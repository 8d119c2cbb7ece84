import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

const config = new pulumi.Config();

const acme = new quay.Organization("acme");
const alpine = new quay.Repository("alpine", { namespace: acme.name });
const sync = new quay.Robot("sync", { namespace: acme.name });

// Once a day the tags of Alpine 3 are copied. The password is stored encrypted, and sent again when it changes.
const mirror = new quay.RepositoryMirror("alpine", {
  repository: alpine.fullName,
  robot: sync.fullName,
  externalReference: "docker.io/library/alpine",
  tags: ["3.*"],
  username: "acme",
  password: config.requireSecret("hub"),
});

export const next = mirror.nextSync;
