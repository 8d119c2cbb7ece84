import * as quay from "pulumi-quay";

const acme = new quay.OrganizationBlueprint("acme", {
  email: "platform@acme.example",
  teams: {
    ops: { role: "admin", description: "On call.", members: ["alice", "bob"] },
    developers: { role: "creator", members: ["bob"], robots: ["ci"] },
  },
  robots: {
    ci: { description: "Pushes what CI builds." },
    cluster: { description: "Pulls what runs." },
  },
  repositories: {
    web: { description: "The web shop.", teams: { developers: "write" }, robots: { ci: "write" } },
    "base/node": { visibility: "public", robots: { ci: "write" } },
  },
  // What every repository grants besides, these two and those that come.
  defaultPermissions: { teams: { ops: "admin" }, robots: { cluster: "read" } },
});

export const images = acme.images;
// A secret, for Kubernetes for example.
export const clusterLogin = acme.pullSecrets.cluster;
