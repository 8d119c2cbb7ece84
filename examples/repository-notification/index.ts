import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

const config = new pulumi.Config();
const acme = new quay.Organization("acme");
const web = new quay.Repository("web", { namespace: acme.name });
const ops = new quay.Team("ops", { organization: acme.name });

new quay.RepositoryNotification("Severe vulnerabilities", {
  repository: web.fullName,
  event: "vulnerability_found",
  level: "high",
  slack: { url: config.requireSecret("slack") },
});

new quay.RepositoryNotification("Pushes", {
  repository: web.fullName,
  event: "repo_push",
  quay: { team: ops.name },
});
