import { withAllFaces } from "./faces";
import { ProjectDirectory } from "./project-directory";

for (const [run, module, prefix] of [
  [describe, "pulumi-quay", "pulumi-nodejs:dynamic/quay:"],
  [withAllFaces, "pulumi-quay/native", "quay:index:"],
] as const)
  run(`A stack of ${module} that is split in two by pulumi state move,`, () => {
    const whole = `
    const quay = require("${module}");
    const acme = new quay.Organization("acme");
    const web = new quay.Repository("web", { namespace: acme.name });
    const ops = new quay.Team("ops", { organization: acme.name, role: "admin" });
    new quay.RepositoryTeamPermission("ops-web", { repository: web.fullName, team: ops.name, role: "write" });
    new quay.OrganizationBlueprint("labs", { repositories: { scratch: {} }, robots: { ci: {} } });
  `;
    const split = `
    const pulumi = require("@pulumi/pulumi");
    const quay = require("${module}");
    if (pulumi.getStack() === "dev") {
      const acme = new quay.Organization("acme");
      new quay.Repository("web", { namespace: acme.name });
    } else {
      const ops = new quay.Team("ops", { organization: "acme", role: "admin" });
      new quay.RepositoryTeamPermission("ops-web", { repository: "acme/web", team: ops.name, role: "write" });
      new quay.OrganizationBlueprint("labs", { repositories: { scratch: {} }, robots: { ci: {} } });
    }
  `;
    const project = new ProjectDirectory({ program: whole });
    const urn = (type: string, name: string) => `urn:pulumi:dev::story::${type}::${name}`;
    const moved = [
      urn(`${prefix}Team`, "ops"),
      urn(`${prefix}RepositoryTeamPermission`, "ops-web"),
      urn("quay:index:OrganizationBlueprint", "labs"),
    ];

    it("shows no change in either part, also after a refresh, and only reads from Quay", async () => {
      await project.succeed("up", "--skip-preview", "--yes", "--stack", "dev");
      await project.succeed("stack", "init", "teams", "--no-select");
      project.quay.requests.length = 0;
      await project.succeed("state", "move", "--yes", "--source", "dev", "--dest", "teams", ...moved);
      expect(Object.keys(project.state()).sort()).toEqual(["Organization acme", "Repository web"]);
      await project.write("index.js", split);
      for (const stack of ["dev", "teams"]) {
        await project.succeed("preview", "--stack", stack, "--expect-no-changes");
        await project.succeed("preview", "--stack", stack, "--refresh", "--run-program", "--expect-no-changes");
      }
      expect(project.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    });

    it("can be destroyed part by part", async () => {
      await project.succeed("destroy", "--stack", "teams", "--skip-preview", "--yes", "--run-program");
      const names = () => project.quay.store.organizations().map(({ name }) => name);
      expect(names()).toEqual(["acme"]);
      expect([...(project.quay.store.organization("acme")?.teams.keys() ?? [])]).toEqual(["owners"]);
      await project.succeed("destroy", "--stack", "dev", "--skip-preview", "--yes", "--run-program");
      expect(names()).toEqual([]);
    });
  });
