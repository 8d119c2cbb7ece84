const quay = require("pulumi-quay/native");

const acme = new quay.Organization("acme", { email: "platform@acme.example" });
const web = new quay.Repository("web", { namespace: acme.name });
const operations = new quay.Team("operations", { organization: acme.name, role: "admin" });
const ci = new quay.Robot("ci", { namespace: acme.name });

exports.image = quay.getRepositoryOutput({ repository: web.id }).image;
exports.team = operations.id;
exports.login = ci.fullName;
