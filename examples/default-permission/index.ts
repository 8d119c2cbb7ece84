import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const ops = new quay.Team("ops", { organization: acme.name });
const ci = new quay.Robot("ci", { namespace: acme.name });

new quay.DefaultPermission("ops-read", { organization: acme.name, team: ops.name, role: "read" });

// Only in repositories that ci itself creates by pushing.
new quay.DefaultPermission("ops-write", {
  organization: acme.name,
  team: ops.name,
  role: "write",
  createdBy: ci.fullName,
});
