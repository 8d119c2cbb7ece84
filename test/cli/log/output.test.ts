import { type LocalQuay, startQuay } from "../../../local-quay";
import type { LogEntry } from "../../../local-quay/model";
import { calledBy, callQuay } from "../../call-quay";
import { mirrorAlpine } from "../../mirrors";
import { command } from "../command";

describe("What pulumi-quay log prints", () => {
  const cli = command();
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    quay.store.addTeam(quay.store.addOrganization("acme"), "ops", "member");
  });
  afterAll(() => quay.close());

  const run = (...args: string[]) => cli.run(["log", "acme", ...args], { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
  const last = () => quay.store.log.at(-1) as LogEntry;
  const describeTeam = (by: LocalQuay, description: string) =>
    callQuay(by, "PUT /v1/organization/acme/team/ops", { role: "member", description });

  describe("with more than a page", () => {
    const entries = 45;
    beforeEach(async () => {
      for (let number = 1; number <= entries; number++)
        await callQuay(quay, `PUT /v1/organization/acme/team/team-${number}`, { role: "member" });
      quay.requests.length = 0;
    });

    const teams = (stdout: string) =>
      [...stdout.matchAll(/\tTeam acme\/team-(\d+)\t/g)].map(([, number]) => Number(number));
    const newest = (count: number) => Array.from({ length: count }, (_, index) => entries - index);

    it("is all of it, and nothing is said of more", async () => {
      const { code, stdout, stderr } = await run();
      expect(teams(stdout)).toEqual(newest(entries));
      expect([code, stderr, quay.requests.length]).toEqual([0, "", 4]);
    });

    it.each([
      [1, "1 page"],
      [2, "2 pages"],
    ])("is the newest %s of --pages, and that the log goes on after %s", async (pages, said) => {
      const { code, stdout, stderr } = await run("--pages", String(pages));
      expect(teams(stdout)).toEqual(newest(20 * pages));
      expect(stderr).toBe(`The log goes on after ${said}. Read more with --pages, or less with --who.\n`);
      expect([code, quay.requests.length]).toEqual([0, pages]);
    });

    it("is said to end where the rest is older than --since", async () => {
      for (const entry of quay.store.log.slice(0, -10)) entry.date = new Date(Date.now() - 7_200_000);
      const { stdout, stderr } = await run("--pages", "1", "--since", "1h");
      expect(teams(stdout)).toEqual(newest(10));
      expect(stderr).toBe("");
    });

    it.each(["0", "-1", "1.5", "all"])("is refused as wrong usage for --pages %s", async (pages) => {
      expect(await run("--pages", pages)).toEqual({
        ...{ code: 2, stdout: "" },
        stderr: expect.stringContaining("It is a whole number from 1."),
      });
      expect(quay.requests).toEqual([]);
    });
  });

  it("as JSON has a documented shape, in which details are as Quay logs them, without those of the token", async () => {
    await callQuay(calledBy(quay, "ann"), "POST /v1/organization/acme/autoprunepolicy/", {
      ...{ method: "number_of_tags", value: 3 },
    });
    last().date = new Date(Math.floor(Date.now() / 1000) * 1000);
    const { code, stdout } = await run("--json");
    expect(JSON.parse(stdout)).toEqual({
      format: "pulumi-quay log",
      version: 1,
      namespace: "acme",
      entries: [
        {
          when: last().date.toISOString(),
          who: "ann",
          token: "local",
          kind: "create_namespace_autoprune_policy",
          objects: ["NamespaceAutoPrunePolicy acme:number_of_tags"],
          address: "127.0.0.1",
          details: {
            ...{ method: "number_of_tags", value: 3, tag_pattern: null, tag_pattern_matches: true, namespace: "acme" },
          },
        },
      ],
    });
    expect(code).toBe(0);
  });

  it("as JSON is a document with no entries where there is nothing, and an entry without a performer has no who", async () => {
    expect(JSON.parse((await run("--json")).stdout).entries).toEqual([]);
    await describeTeam(quay, "Night shift");
    Object.assign(last(), { performer: undefined, metadata: { team: "ops" }, ip: null });
    const [entry] = JSON.parse((await run("--json")).stdout).entries;
    expect(Object.keys(entry).sort()).toEqual(["details", "kind", "objects", "when"]);
  });

  it("is one line for each entry, whatever a description holds", async () => {
    const hostile = "a\nb\r\nc\td\u2028e\u001b[2K\u001b[31mf\u001b]0;title\u0007g\u202eh\u0000i\u200bj\u009bk";
    await describeTeam(quay, hostile);
    const { stdout } = await run();
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(quay.store.log.length);
    for (const line of lines) expect(line.split("\t")).toHaveLength(7);
    expect(stdout).not.toMatch(/[^\t\n\x20-\x7e]/);
    expect(stdout).toContain("\tteam=ops description=a b c d efghijk\t");
    const printed = await run("--json");
    expect(printed.stdout).not.toMatch(/[^\n\x20-\x7e]|\\[nrtu]/);
    expect(JSON.parse(printed.stdout).entries.map(({ details }: LogEntryDetails) => details.description)).toContain(
      "a b c d efghijk",
    );
  });

  it("contains no token, password or secret address of anybody", async () => {
    const ann = calledBy(quay, "ann");
    await describeTeam(ann, `Token: ${quay.token}, Basic ${Buffer.from(`admin:${quay.token}`).toString("base64")}`);
    const robot = (await callQuay(ann, "PUT /v1/organization/acme/robots/ci", { description: "" })) as Secret;
    const again = (await callQuay(ann, "POST /v1/organization/acme/robots/ci/regenerate")) as Secret;
    await mirrorAlpine(quay);
    await callQuay(ann, "PUT /v1/repository/acme/alpine/mirror", {
      external_registry_username: "me",
      external_registry_password: "mirror-password",
      external_registry_config: { proxy: { http_proxy: "http://me:pass@word@proxy.example.com:3128" } },
    });
    await callQuay(ann, "POST /v1/repository/acme/alpine/notification/", {
      ...{ event: "repo_push", method: "webhook", eventConfig: {}, title: "Pushes" },
      config: { url: "https://hooks.example.com/secret-path" },
    });
    for (const args of [[], ["--json"]]) {
      const { stdout } = await run(...args);
      expect(stdout).toContain("Token: [secret], Basic [secret]");
      expect(stdout).toContain("http://[secret]@proxy.example.com:3128");
      const secrets = [quay.token, ann.token, robot.token, again.token, "mirror-password", "word@", "secret-path"];
      for (const secret of secrets) expect(stdout).not.toContain(secret);
      expect(stdout).not.toContain("oauth_token");
    }
  });
});

interface LogEntryDetails {
  details: Record<string, unknown>;
}

interface Secret {
  token: string;
}
