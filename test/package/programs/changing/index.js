const quay = require("pulumi-quay");

const acme = new quay.Organization("acme", { email: process.env.EMAIL });
const web = new quay.Repository("web", { namespace: acme.name, description: process.env.EMAIL });
const operations = new quay.Team("operations", { organization: acme.name, role: "admin" });
const ci = new quay.Robot("ci", { namespace: acme.name });
new quay.RepositoryUserPermission("ci-web", { repository: web.fullName, user: ci.fullName, role: "write" });

exports.image = quay.getRepositoryOutput({ repository: web.id }).image;
exports.team = operations.id;
