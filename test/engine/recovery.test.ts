import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withAllFaces } from "./faces";
import { ProjectDirectory } from "./project-directory";

/** A team whose name and arguments are given, in an organization. */
const program = (team: string) => `
const quay = require("pulumi-quay");
const acme = new quay.Organization("acme", { email: "platform@acme.example" });
new quay.Team("ops", { organization: acme.name, ${team} });
`;

interface Deployment {
  resources: { type: string; delete?: boolean }[];
  pending_operations?: object[];
}

withAllFaces("When something went wrong, as docs/when-something-goes-wrong.md tells,", () => {
  const project = new ProjectDirectory({ program: program("") });
  const teams = () => [...(project.quay.store.organization("acme")?.teams.keys() ?? [])].sort();
  const up = (team: string) =>
    project.write("index.js", program(team)).then(() => project.pulumi("up", "--skip-preview", "--yes"));

  /** The state, changed as by hand. */
  async function edit(change: (deployment: Deployment) => void): Promise<void> {
    const { version, deployment } = JSON.parse(await project.succeed("stack", "export"));
    change(deployment);
    const file = await project.write("state.json", JSON.stringify({ version, deployment }));
    await project.succeed("stack", "import", "--file", file);
  }
  /** The state as Pulumi leaves it when it is killed between a create and its answer. An import would drop what is pending. */
  async function breakOffCreate(): Promise<void> {
    const file = join(fileURLToPath(project.env.PULUMI_BACKEND_URL ?? ""), ".pulumi", "stacks", "story", "dev.json");
    const state = JSON.parse(project.stateFile());
    const { latest } = state.checkpoint as { latest: Deployment };
    const at = latest.resources.findIndex(({ type }) => type.endsWith("quay:Team"));
    const [resource] = latest.resources.splice(at, 1);
    latest.pending_operations = [{ resource, type: "creating" }];
    await writeFile(file, JSON.stringify(state));
  }
  const failDelete = () => project.quay.fail("DELETE /v1/organization/{orgname}/team/{teamname}", 403);

  it("a pending delete is done by the next up", async () => {
    expect(await up("")).toMatchObject({ ok: true });
    failDelete();
    expect(await up('name: "sre"')).toMatchObject({ ok: false, text: expect.stringContaining("deleting failed") });
    expect(teams()).toEqual(["ops", "owners", "sre"]);
    expect(await project.succeed("preview")).toContain("delete original");
    expect(await up('name: "sre"')).toMatchObject({ ok: true });
    expect(teams()).toEqual(["owners", "sre"]);
  });

  it("a pending delete that is to stay in Quay is taken out of the state", async () => {
    failDelete();
    expect(await up('name: "dev"')).toMatchObject({ ok: false });
    await edit((deployment) => {
      deployment.resources = deployment.resources.filter((resource) => !resource.delete);
    });
    await project.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    expect(teams()).toEqual(["dev", "owners", "sre"]);
  });

  it("a create that was broken off is cleared, and adopted where Quay had made it", async () => {
    await breakOffCreate();
    expect(await up('name: "dev"')).toMatchObject({
      ok: false,
      text: expect.stringMatching(
        /1 pending operations[\s\S]*acme\/dev already exists and is not managed by this stack/,
      ),
    });
    await project.succeed("refresh", "--yes", "--run-program", "--clear-pending-creates");
    expect(await up('name: "dev", adopt: true')).toMatchObject({
      ok: true,
      text: expect.not.stringContaining("pending"),
    });
  });
});
