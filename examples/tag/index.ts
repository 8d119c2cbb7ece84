import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

const digest = new pulumi.Config().require("digest");

const production = new quay.Tag("production", { repository: "acme/web", digest });

// CI moves this one: only its existence is ours.
const latest = new quay.Tag("latest", { repository: "acme/web", digest }, { ignoreChanges: ["digest"] });

export const images = [production.image, latest.image];
