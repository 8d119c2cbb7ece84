import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { command } from "../command";

describe("pulumi-quay import-file", () => {
  const cli = command();
  let quay: LocalQuay;
  let env: NodeJS.ProcessEnv;
  let out: string;
  beforeAll(async () => {
    quay = await startQuay();
    env = { QUAY_URL: quay.url, QUAY_TOKEN: quay.token };
  });
  beforeEach(() => {
    quay.reset();
    const { store } = quay;
    const acme = store.addOrganization("acme");
    store.addRepository(acme, "web", store.user("admin"));
    store.addTeam(acme, "ops", "creator");
    store.addRobot(acme, "ci");
    out = path.join(cli.folder, "import.json");
  });
  afterAll(() => quay.close());

  const program = `import * as quay from "pulumi-quay";

new quay.Team("ops", { organization: "acme", role: "creator" });
new quay.Repository("web", { namespace: "acme" });
`;
  const written = async () =>
    (JSON.parse(await readFile(out, "utf8")) as { resources: { id: string }[] }).resources.map(({ id }) => id);

  it("writes the file, prints the program, and reports on stderr what it did", async () => {
    const ended = await cli.run(["import-file", "Repository", "acme/web", "Team", "acme/ops"], env);
    expect(ended).toEqual({ code: 0, stdout: program, stderr: "Wrote import.json with 2 resources.\n" });
    expect(await written()).toEqual(["acme/ops", "acme/web"]);
    expect(quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("imports a repository that Quay's API cannot address from the list, and refuses resources inside it", async () => {
    const acme = quay.store.organization("acme");
    if (acme) quay.store.addRepository(acme, "web/tag/v1", quay.store.user("admin"));
    const ended = await cli.run(["import-file", "Repository", "acme/web/tag/v1"], env);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('new quay.Repository("web/tag/v1", {') });
    expect(await written()).toEqual(["acme/web/tag/v1"]);
    expect(quay.requests.map(({ route }) => route)).toEqual(["GET /v1/repository"]);
    const { code, stderr } = await cli.run(["import-file", "Tag", "acme/web/tag/v1:v1"], env);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("Could not read Tag acme/web/tag/v1:v1: Quay's API cannot safely address repository"),
    ]);
    expect(quay.requests).toHaveLength(1);
  });

  it("prints cursor movements and text direction marks as visible characters, and no token", async () => {
    const acme = quay.store.organization("acme");
    if (acme) acme.email = `a\u009b31m\u202e\u2028${quay.token}@example.com`;
    const { code, stdout } = await cli.run(["import-file", "Organization", "acme"], env);
    expect(code).toBe(0);
    expect(stdout).toContain('email: "a\\u009b31m\\u202e\\u2028[secret]@example.com"');
    expect(await readFile(out, "utf8")).toContain("\u009b31m\u202e\u2028");
  });

  it("keeps text of Quay's error responses out of the program", async () => {
    quay.fail("*", { status: 429, headers: { "retry-after": "1" } });
    const { stdout, stderr } = await cli.run(["import-file", "Repository", "acme/web"], env);
    expect(stdout).toMatch(/^import \* as quay from "pulumi-quay";\n\nnew quay\.Repository/);
    expect(stderr).toContain("asks for fewer requests");
  });

  it("creates the file readable by its owner only, also when it replaces a readable one", async () => {
    await writeFile(out, "{}", { mode: 0o644 });
    const { code, stdout, stderr } = await cli.run(["import-file", "--out", out, "Robot", "acme+ci"], env);
    expect(code).toBe(0);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const { token } = quay.store.robot("acme+ci") ?? { token: "" };
    expect(await readFile(out, "utf8")).toContain(token);
    expect(stdout + stderr).not.toContain(token);
  });

  it("reads lists from files and from stdin", async () => {
    const list = path.join(cli.folder, "list");
    await writeFile(list, "# Mine\nRepository acme/web\n");
    const { child, ended } = cli.start(["import-file", "--out", out, "--list", list, "-"], env);
    child.stdin?.end("Team acme/ops # theirs\n");
    expect(await ended).toMatchObject({ code: 0, stdout: program });
    expect(await written()).toEqual(["acme/ops", "acme/web"]);
  });

  it("reports all errors at once, and writes nothing", async () => {
    out = path.join(cli.folder, "none.json");
    const missing = ["Repository", "acme/api", "Team", "acme/dev"];
    const wrong: [args: string[], given: NodeJS.ProcessEnv, sentences: string[]][] = [
      [missing, env, ["Repository acme/api", "Team acme/dev", "There is none in Quay."]],
      [["Repo", "acme/web"], env, ["There is no kind Repo. The kinds are Organization, "]],
      [["Repository", "web"], env, ['"web" is not the id of a Repository.']],
      [[], env, ["Nothing is to be imported."]],
      [["--list", "nowhere"], env, ["The list nowhere cannot be read (ENOENT)."]],
      [["--url", "quay.io", "Team", "acme/ops"], env, ["--url is the address of a Quay"]],
      [["Team", "acme/ops"], { ...env, QUAY_TOKEN: "dead-and-gone" }, ["does not accept the token"]],
      [["Team", "acme/ops"], { QUAY_URL: quay.url, PATH: "" }, ["Whose token? Set QUAY_TOKEN"]],
    ];
    const ended = await Promise.all(
      wrong.map(([args, given]) => cli.run(["import-file", "--out", out, ...args], given)),
    );
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      expect([code, stdout]).toEqual([1, ""]);
      for (const sentence of wrong[index]?.[2] ?? []) expect(stderr).toContain(sentence);
    }
    await expect(stat(out)).rejects.toThrow("ENOENT");
    expect((await cli.run(["import-file", "--nothing", "Team", "acme/ops"], env)).code).toBe(2);
  });
});
