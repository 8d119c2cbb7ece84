import { ProjectDirectory } from "./project-directory";

describe("A stack that is split in two by pulumi state move,", () => {
  const whole = `
    const quay = require("pulumi-quay");
    const acme = new quay.Organization("acme");
    const web = new quay.Repository("web", { namespace: acme.name });
    const ops = new quay.Team("ops", { organization: acme.name, role: "admin" });
    new quay.RepositoryTeamPermission("ops-web", { repository: web.fullName, team: ops.name, role: "write" });
    new quay.OrganizationBlueprint("labs", { repositories: { scratch: {} }, robots: { ci: {} } });
  `;
  const split = `
    const pulumi = require("@pulumi/pulumi");
    const quay = require("pulumi-quay");
    if (pulumi.getStack() === "dev") {
      const acme = new quay.Organization("acme");
      new quay.Repository("web", { namespace: acme.name });
    } else {
      const ops = new quay.Team("ops", { organization: "acme", role: "admin" });
      new quay.RepositoryTeamPermission("ops-web", { repository: "acme/web", team: ops.name, role: "write" });
      new quay.OrganizationBlueprint("labs", { repositories: { scratch: {} }, robots: { ci: {} } });
    }
  `;
  const here = new ProjectDirectory({ program: whole });
  const urn = (type: string, name: string) => `urn:pulumi:dev::story::${type}::${name}`;
  const moved = [
    urn("pulumi-nodejs:dynamic/quay:Team", "ops"),
    urn("pulumi-nodejs:dynamic/quay:RepositoryTeamPermission", "ops-web"),
    urn("quay:index:OrganizationBlueprint", "labs"),
  ];

  it("shows no change in either part, also after a refresh, and only reads from Quay", async () => {
    await here.succeed("up", "--skip-preview", "--yes", "--stack", "dev");
    await here.succeed("stack", "init", "teams", "--no-select");
    here.quay.requests.length = 0;
    await here.succeed("state", "move", "--yes", "--source", "dev", "--dest", "teams", ...moved);
    expect(Object.keys(here.state()).sort()).toEqual(["Organization acme", "Repository web"]);
    await here.write("index.js", split);
    for (const stack of ["dev", "teams"]) {
      await here.succeed("preview", "--stack", stack, "--expect-no-changes");
      await here.succeed("preview", "--stack", stack, "--refresh", "--run-program", "--expect-no-changes");
    }
    expect(here.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("can be destroyed part by part", async () => {
    await here.succeed("destroy", "--stack", "teams", "--skip-preview", "--yes", "--run-program");
    const names = () => here.quay.store.organizations().map(({ name }) => name);
    expect(names()).toEqual(["acme"]);
    expect([...(here.quay.store.organization("acme")?.teams.keys() ?? [])]).toEqual(["owners"]);
    await here.succeed("destroy", "--stack", "dev", "--skip-preview", "--yes", "--run-program");
    expect(names()).toEqual([]);
  });
});
