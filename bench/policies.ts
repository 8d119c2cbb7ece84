import * as quay from "../sdk";
import type { Engine } from "../tools/engine";
import { BenchStack } from "./bench-stack";
import { minimumRequests } from "./minimum-requests";
import { QuayProcess } from "./quay-process";
import { type Made, oneByOne, shapeAt } from "./reference-organization";

/** The requests of a no-change refresh, and the fewest that Quay's API needs for it. */
export interface PolicyCost {
  requests: number;
  least: number;
}

const shape = shapeAt(1);
const notified = 100;
const federated = 20;

/** What the organization has besides, in words. */
export const besides = `two policies, a quota and two notifications of its own, notifications of ${notified} repositories and ${federated} federated robots`;

/** Policies and notifications of the namespace are three lists; a quota is in what is read of the organization anyway. */
const least = minimumRequests.refresh(shape) + 3 + notified + federated;

/** Two policies and two notifications of the namespace, its quota, a notification on each of 100 repositories, 20 federated robots. */
function policies({ organization, robots, repositories }: Made): void {
  new quay.NamespaceAutoPrunePolicy("old", { namespace: organization, maxAge: "90d" });
  new quay.NamespaceImmutabilityPolicy("releases", { namespace: organization, tagPattern: "release-.*" });
  const { namespace } = new quay.Quota("quota", {
    namespace: organization,
    size: "5 TiB",
    warnings: [80],
    reject: 100,
  });
  const webhook = { url: "https://hooks.acme.example/quota" };
  new quay.NamespaceNotification("Nearly full", { namespace, event: "quota_warning", webhook });
  new quay.NamespaceNotification("Full", { namespace, event: "quota_error", webhook });
  for (const [number, { fullName }] of repositories.slice(0, notified).entries()) {
    const webhook = { url: `https://hooks.acme.example/${number}` };
    const args = { repository: fullName, title: "Pushes", event: "repo_push" as const, webhook };
    new quay.RepositoryNotification(`pushes-${number}`, args);
  }
  for (const [number, { fullName }] of robots.slice(0, federated).entries()) {
    const identities = [quay.keyless.github({ repository: `acme/app-${number}` })];
    new quay.RobotFederation(`robot-${number}`, { robot: fullName, identities });
  }
}

/** A no-change refresh of the reference organization with all that. */
export async function measurePolicies(engine: Engine): Promise<PolicyCost> {
  const server = await QuayProcess.start({}, "super:user");
  const stack = await BenchStack.open(engine, server);
  try {
    await stack.up(oneByOne(shape, quay, policies));
    await server.call("takeCounts");
    await stack.refresh();
    const { requests } = await server.call("takeCounts");
    return { requests, least };
  } finally {
    await stack.remove();
    await server.end();
  }
}
