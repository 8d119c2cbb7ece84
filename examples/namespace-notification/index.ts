import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const ops = new quay.Team("ops", { organization: acme.name });

new quay.NamespaceNotification("Full", {
  namespace: acme.name,
  event: "quota_error",
  quay: { team: ops.name },
});
