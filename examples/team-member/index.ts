import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const ops = new quay.Team("ops", { organization: acme.name });
const deployer = new quay.Robot("deployer", { namespace: acme.name });

for (const member of ["alice", "bob"]) {
  new quay.TeamMember(member, { organization: acme.name, team: ops.name, member });
}
new quay.TeamMember("deployer", { organization: acme.name, team: ops.name, member: deployer.fullName });
