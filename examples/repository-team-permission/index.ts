import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const web = new quay.Repository("web", { namespace: acme.name });
const developers = new quay.Team("developers", { organization: acme.name });

new quay.RepositoryTeamPermission("developers-push-web", {
  repository: web.fullName,
  team: developers.name,
  role: "write",
});
