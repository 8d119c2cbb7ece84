import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");
const web = new quay.Repository("web", { namespace: acme.name });
const cluster = new quay.Robot("cluster", { namespace: acme.name, description: "Pulls what runs." });
new quay.RepositoryUserPermission("cluster-pulls-web", {
  repository: web.fullName,
  user: cluster.fullName,
  role: "read",
});

// With @pulumi/kubernetes these are the arguments of new kubernetes.core.v1.Secret("quay", …). Without it:
// pulumi stack output --show-secrets --json pullSecret | kubectl apply --filename -
export const pullSecret = pulumi.secret({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "quay", namespace: "shop" },
  type: "kubernetes.io/dockerconfigjson",
  stringData: { ".dockerconfigjson": cluster.dockerConfigJson },
});

export const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        imagePullSecrets: [{ name: "quay" }],
        containers: [{ name: "web", image: pulumi.interpolate`${web.image}:prod` }],
      },
    },
  },
};
