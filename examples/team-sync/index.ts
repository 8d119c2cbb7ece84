import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const ops = new quay.Team("ops", { organization: acme.name, role: "creator" });

// The directory decides which people are in the team; `ci` is a robot, which the program adds.
new quay.TeamSync("ops", { organization: acme.name, team: ops.name, groupDn: "cn=ops,ou=groups" });

const ci = new quay.Robot("ci", { namespace: acme.name });
new quay.TeamMember("ci", { organization: acme.name, team: ops.name, member: ci.fullName });
