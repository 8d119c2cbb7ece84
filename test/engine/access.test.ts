import { join } from "node:path";
import { ProjectDirectory } from "./project-directory";

const command = join(__dirname, "..", "..", "dist", "bin", "pulumi-quay.js");

const program = (members: string[], role: string) => `
const quay = require("pulumi-quay");
const acme = new quay.Organization("acme");
const ops = new quay.Team("ops", { organization: acme.name });
const web = new quay.Repository("web", { namespace: acme.name });
new quay.RepositoryTeamPermission("web-ops", { repository: web.fullName, team: ops.name, role: ${JSON.stringify(role)} });
for (const member of ${JSON.stringify(members)})
  new quay.TeamMember("ops-" + member, { organization: acme.name, team: ops.name, member });
`;

describe("Who may do what, of a stack", () => {
  const project = new ProjectDirectory({ program: program(["alice", "bob"], "write") });

  const access = async (...args: string[]) => {
    const { text, ok } = await project.run(process.execPath, command, "access", ...args);
    if (!ok) throw new Error(text);
    return text.split("\n").filter(Boolean);
  };

  /** The command reads what the preview prints, as in a pipe. */
  const plan = async (...args: string[]) => {
    const pipe = `pulumi preview --json --non-interactive | "$0" "$@"`;
    const { text, ok } = await project.run("sh", "-c", pipe, process.execPath, command, "access", "--plan", ...args);
    if (!ok) throw new Error(text);
    return text.split("\n").filter(Boolean);
  };

  beforeAll(() => {
    for (const name of ["alice", "bob"]) project.quay.addUser(name);
  });

  it("a plan of what does not exist yet tells who will have it", async () => {
    expect(await plan()).toEqual([
      "admin\tgains\tacme\tadminister, create repositories\tadmin team owners",
      "alice\tgains\tacme/web\tpull, push\tteam ops (write)",
      "bob\tgains\tacme/web\tpull, push\tteam ops (write)",
    ]);
  });

  it("each thing that somebody holds ends in the line of the program, or in the command that removes it", async () => {
    await project.succeed("up", "--yes", "--skip-preview");
    const { store } = project.quay;
    const web = store.repository("acme", "web");
    const bob = store.user("bob");
    if (web && bob) store.grant(web, bob, "read");
    const url = `${project.quay.url}/api/v1/repository/acme/web/permissions/user/bob`;
    expect(await access("--all", "--who", "bob")).toEqual([
      "bob\tacme/web\tpull, push\tteam ops (write), grant (read)",
      "bob\tacme\tholds: member of member team ops\tthe program says so: index.js:8: TeamMember ops-bob",
      `bob\tacme/web\tholds: grant (read)\tcurl -X DELETE -H "Authorization: Bearer $QUAY_TOKEN" '${url}'`,
    ]);
  });

  it("when the lines are removed and applied, what was granted by hand is still told, until its command has run", async () => {
    await project.write("index.js", program(["alice"], "read"));
    expect(await plan()).toEqual([
      "alice\tloses\tacme/web\tpush\tteam ops (read)",
      "bob\tloses\tacme/web\tpush\tgrant (read)",
    ]);
    const before = await project.write("before.json", (await access("acme", "--json")).join("\n"));
    await project.succeed("up", "--yes", "--skip-preview");
    expect(await access("acme", "--compare", before)).toEqual([
      "alice\tloses\tacme/web\tpush\tteam ops (read)",
      "bob\tloses\tacme/web\tpush\tgrant (read)",
    ]);
    const held = await access("--all", "--who", "bob");
    expect(held).toHaveLength(2);
    const [, , , remove = ""] = held[1]?.split("\t") ?? [];
    const [, address = ""] = /'(.*)'$/.exec(remove) ?? [];
    const headers = { authorization: `Bearer ${project.env.QUAY_TOKEN}` };
    expect((await fetch(address, { method: "DELETE", headers })).status).toBe(204);
    expect(await access("--all", "--who", "bob")).toEqual([]);
  });

  it("a plan that changes nothing has no line, and says so as JSON too", async () => {
    expect(await plan()).toEqual([]);
    expect(JSON.parse((await plan("--json")).join("\n"))).toEqual({
      format: "pulumi-quay access changes",
      version: 1,
      changes: [],
      notes: [],
    });
  });
});
