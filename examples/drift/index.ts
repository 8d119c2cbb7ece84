import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme", { email: "platform@acme.example" });
const web = new quay.Repository("web", { namespace: acme.name });
const ops = new quay.Team("ops", { organization: acme.name, role: "admin" });
new quay.RepositoryTeamPermission("ops-push-web", { repository: web.fullName, team: ops.name, role: "write" });

// Who creates an organization owns it: here the token's user. Written down, it is nobody's surprise.
new quay.TeamMember("admin-owns-acme", { organization: acme.name, team: "owners", member: "admin" });
