import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

const config = new pulumi.Config();
const hub = new quay.Organization("hub");

// After docker login, docker pull quay.example.com/hub/library/alpine:3.20 asks docker.io once a day.
new quay.ProxyCache("hub", {
  organization: hub.name,
  upstream: "docker.io",
  username: "acme",
  password: config.requireSecret("hubPassword"),
});
