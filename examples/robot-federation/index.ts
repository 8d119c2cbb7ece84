import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

const ci = new quay.Robot("ci", { namespace: acme.name });

// Jobs on the branch main, and those in the environment prod, log in as the robot and need no password.
new quay.RobotFederation("ci", {
  robot: ci.fullName,
  identities: [
    quay.keyless.github({ repository: "acme/web", ref: "refs/heads/main" }),
    quay.keyless.github({ repository: "acme/web", environment: "prod" }),
  ],
});

export const login = ci.fullName;
