import type { UnmanagedReport } from "../../cli/unmanaged/report";
import type { Repository, Robot, Team, User } from "../../local-quay/model";
import { ProjectDirectory } from "./project-directory";

const program = (face: string, ...lines: string[]) => `
const quay = require("${face}");
new quay.OrganizationBlueprint("acme", {
  teams: { owners: { role: "admin", members: ["admin"] }, ops: { members: ["mia"] } },
  robots: { ci: {} },
  repositories: { web: { teams: { ops: "write" }, robots: { ci: "write" } }, api: {} },
  defaultPermissions: { teams: { ops: "read" } },
});
${lines.join("\n")}
`;

/** What the commands need of curl, which is not on every machine. */
const curl = `curl() {
  "${process.execPath}" -e '
    const [, method, , header, url] = process.argv.slice(1);
    const [name, value] = header.split(": ");
    fetch(url, { method, headers: { [name]: value } }).then(({ ok }) => process.exit(ok ? 0 : 1));
  ' -- "$@"
}`;

describe.each(["pulumi-quay", "pulumi-quay/native"])("What nobody manages, of a stack of %s,", (face) => {
  const project = new ProjectDirectory({ program: program(face) });

  async function unmanaged(...args: string[]): Promise<{ code: number; report: UnmanagedReport; text: string }> {
    const { code, text } = await project.run("npx", "pulumi-quay", "unmanaged", "--json", ...args);
    return { code, report: JSON.parse(text), text };
  }
  const found = ({ report }: { report: UnmanagedReport }) =>
    (report.namespaces[0]?.findings ?? []).filter(({ madeByQuay }) => !madeByQuay);

  beforeAll(async () => {
    for (const name of ["mia", "mallory"]) project.quay.addUser(name);
    await project.succeed("up", "--skip-preview", "--yes");
  });

  it("is nothing but what Quay made by itself after an up", async () => {
    const { code, report } = await unmanaged("--fail");
    expect(code).toBe(0);
    expect(report).toMatchObject({ stacks: ["dev"], exact: true, unseen: [] });
    const marks = report.namespaces[0]?.findings.map(({ id, madeByQuay }) => [id, madeByQuay]);
    expect(marks).toEqual([
      ["acme/api/user/admin", "creator"],
      ["acme/web/user/admin", "creator"],
      ["acme/api/team/ops", "default permission"],
    ]);
  });

  it("is found exactly: a member, a swapped grant, a team, a robot and a repository by push", async () => {
    const { store } = project.quay;
    const acme = store.organization("acme");
    const [ops, web, api] = [
      store.team("acme", "ops"),
      store.repository("acme", "web"),
      store.repository("acme", "api"),
    ];
    store.join(ops as Team, store.user("mallory") as User);
    store.ungrant(web as Repository, ops as Team);
    store.grant(api as Repository, ops as Team, "admin");
    store.grant(web as Repository, store.addTeam(acme as never, "night", "admin"), "admin");
    store.grant(web as Repository, store.addRobot(acme as never, "deploy", "Deploys."), "write");
    project.quay.push("acme/tool", "v1");
    const { code, report } = await unmanaged("--fail");
    expect(code).toBe(2);
    expect(found({ report }).map(({ what, children }) => [what, ...children.map((child) => child.what)])).toEqual([
      ["team night, which administers the organization", "admin on acme/web for team night"],
      ["mallory, member of team ops"],
      ["robot acme+deploy", "write on acme/web for robot acme+deploy"],
      ["repository acme/tool", "admin on acme/tool for admin", "read on acme/tool for team ops"],
      ["admin on acme/api for team ops"],
    ]);
    const quick = await unmanaged("--quick");
    expect(found(quick).map(({ what }) => what)).not.toContain("admin on acme/api for team ops");
    expect(quick.report.notes).toHaveLength(1);
  });

  it("is taken in by the lines that it comes with, without a write of what is there", async () => {
    const lines = found(await unmanaged()).flatMap(({ adopt = [], kind }) =>
      kind === "Robot" || kind === "Repository" ? adopt : [],
    );
    expect(lines.length).toBeGreaterThan(2);
    await project.write("index.js", program(face, ...lines));
    project.quay.requests.length = 0;
    await project.succeed("up", "--skip-preview", "--yes");
    const writes = project.quay.requests.filter(({ method }) => method !== "GET").map(({ path }) => path);
    // Grants are statements: they are made once more.
    expect(writes.filter((path) => !path.includes("/permissions/"))).toEqual([]);
    expect(Object.keys(project.state())).toEqual(expect.arrayContaining(["Robot deploy", "Repository tool"]));
    expect(found(await unmanaged()).map(({ kind }) => kind)).toEqual([
      "Team",
      "TeamMember",
      "RepositoryTeamPermission",
    ]);
  });

  it("is gone after the commands that it comes with", async () => {
    for (const { remove } of found(await unmanaged())) {
      expect(await project.run("bash", "-c", `${curl}\n${remove}`)).toMatchObject({ code: 0, text: "" });
    }
    expect(await unmanaged("--fail")).toMatchObject({ code: 0 });
    const { store } = project.quay;
    expect([...(store.organization("acme")?.teams.keys() ?? [])]).toEqual(["owners", "ops"]);
    expect([...(store.team("acme", "ops")?.members ?? [])].map(({ name }) => name)).toEqual(["mia"]);
    expect(store.robot("acme+deploy") as Robot).toBeDefined();
  });
});
