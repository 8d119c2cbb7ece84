import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { getRepositoryOutput, Organization, Repository, Robot, Team } from "pulumi-quay";

async function program() {
  const acme = new Organization("acme", { email: "platform@acme.example" });
  const web = new Repository("web", { namespace: acme.name });
  const operations = new Team("operations", { organization: acme.name, role: "admin" });
  const ci = new Robot("ci", { namespace: acme.name });
  return { image: getRepositoryOutput({ repository: web.id }).image, team: operations.id, login: ci.fullName };
}

const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", projectName: "bun", program });
const said = { onOutput: (words: string) => console.log(words) };
const steps: Record<string, () => Promise<unknown>> = {
  up: () => stack.up(said),
  destroy: () => stack.destroy(said),
};
await steps[process.argv[2] ?? ""]?.();
