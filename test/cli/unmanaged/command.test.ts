import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { type LocalQuay, startQuay } from "../../../local-quay";
import type { Organization } from "../../../local-quay/model";
import { command } from "../command";
import { entry } from "./compared";

describe("pulumi-quay unmanaged", () => {
  const cli = command();
  let quay: LocalQuay;
  let acme: Organization;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(async () => {
    quay.reset();
    acme = quay.store.addOrganization("acme");
    await stacks({ dev: ["Organization acme", "TeamMember acme/owners/admin"] });
  });
  afterAll(() => quay.close());

  /** A `pulumi` that knows these stacks, of which the first one is selected. */
  async function stacks(all: Record<string, string[]>): Promise<void> {
    const exported = Object.entries(all).map(([stack, resources]) => {
      const entries = resources.map((one) => entry(one));
      const stored = entries.map(({ kind, id, urn, outputs }) => ({
        urn: urn.replace(":dev:", `:${stack}:`),
        type: `quay:index:${kind}`,
        id,
        outputs,
      }));
      return [stack, JSON.stringify({ deployment: { resources: stored } })] as const;
    });
    const cases = exported.map(([stack, text]) => `*"stack export --stack ${stack} "*) echo '${text}' ;;`);
    const script = `#!/bin/sh
case "$* " in
  ${cases.join("\n  ")}
  *"--stack "*) echo "error: no stack named that found" >&2; exit 255 ;;
  *"stack export"*) echo '${exported[0]?.[1]}' ;;
  *) echo "error: configuration key 'quay:url' not found for stack" >&2; exit 255 ;;
esac
`;
    await writeFile(path.join(cli.folder, "pulumi"), script);
    await chmod(path.join(cli.folder, "pulumi"), 0o755);
  }

  const run = (...args: string[]) => {
    const PATH = `${cli.folder}${path.delimiter}${process.env.PATH}`;
    return cli.run(["unmanaged", ...args], { QUAY_URL: quay.url, QUAY_TOKEN: quay.token, PATH });
  };

  it("says in one line that nothing is", async () => {
    const ended = { code: 0, stdout: "All of acme is in stack dev.\n", stderr: "" };
    expect(await run()).toEqual(ended);
    expect(await run("--fail")).toEqual(ended);
    expect(await run("--markdown")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("All of acme is in stack dev."),
    });
  });

  it("says what is, and ends with 2 only when asked to, and only for what Quay did not make by itself", async () => {
    quay.store.addTeam(acme, "night", "admin");
    const found = await run();
    expect(found).toEqual({
      code: 0,
      stdout: `acme: 1 thing that dev does not manage

  team night, which administers the organization
      Its removal loses members and grants that were added by hand.
      new quay.Team("night", { organization: "acme", role: "admin", adopt: true });
      curl -X DELETE -H "Authorization: Bearer $QUAY_TOKEN" '${quay.url}/api/v1/organization/acme/team/night'
`,
      stderr: "",
    });
    expect(await run("--fail")).toEqual({ ...found, code: 2 });
    expect((await run("--fail", "--exclude", "night")).code).toBe(0);
    quay.reset();
    const again = quay.store.addOrganization("acme");
    for (const name of ["a", "b", "c", "d", "e", "f"]) quay.store.addRepository(again, name, quay.store.user("admin"));
    await stacks({
      dev: [
        "Organization acme",
        "TeamMember acme/owners/admin",
        ...[..."abcdef"].map((one) => `Repository acme/${one}`),
      ],
    });
    expect(await run("--fail")).toMatchObject({
      code: 0,
      stdout: `acme: nothing that dev does not manage

  granted by Quay to who created the repository: admin for admin on acme/a, acme/b, acme/c, acme/d, acme/e and 1 more
`,
    });
    expect((await run("--made-by-quay")).stdout).toContain(
      'new quay.RepositoryUserPermission("f-user-admin", { repository: "acme/f", user: "admin", role: "admin" });',
    );
  });

  it("takes what any of several stacks has as managed", async () => {
    quay.store.addTeam(acme, "ops", "member");
    quay.store.addTeam(acme, "web", "member");
    await stacks({ a: ["TeamMember acme/owners/admin", "Team acme/ops"], b: ["Team acme/web"] });
    expect((await run("--stack", "a")).stdout).toContain(
      "acme: 1 thing, besides the organization itself, that a does not manage",
    );
    expect((await run("--stack", "a", "--stack", "b")).stdout).toBe("All of acme is in the stacks a, b.\n");
    expect(await run("--stack", "a", "--stack", "none")).toEqual({
      code: 1,
      stdout: "",
      stderr: "Pulumi says: no stack named that found.\n",
    });
  });

  it("fails when the token may not see a part, which it says, and the rest is told", async () => {
    quay.fail("GET /v1/organization/{orgname}/prototypes", 403, { times: 9 });
    const { code, stdout } = await run("--fail");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^All that can be seen of acme is in stack dev\.\nNot seen in acme: DefaultPermission\. Quay refused/,
    );
    quay.fail("GET /v1/organization/{orgname}/prototypes", 403, { times: 9 });
    quay.store.addTeam(acme, "night", "admin");
    expect((await run("--fail")).code).toBe(2);
  });

  it("leaves stdout empty when it is used wrongly, or nothing can be seen", async () => {
    const wrong: [string[], number, string][] = [
      [["--only", "Teams"], 2, "There is no kind Teams. The kinds are Team, TeamMember"],
      [["--all", "acme"], 2, "--all names every organization"],
      [["--json", "--markdown"], 2, "cannot be used with"],
      [["nowhere"], 1, "There is no organization nowhere"],
    ];
    for (const [args, code, sentence] of wrong) {
      expect(await run(...args)).toEqual({ code, stdout: "", stderr: expect.stringContaining(sentence) });
    }
  });

  it("prints JSON of the documented shape", async () => {
    quay.store.grant(quay.store.addRepository(acme, "web"), quay.store.addUser("bob"), "write");
    const { stdout } = await run("--json", "--only", "RepositoryUserPermission");
    expect(JSON.parse(stdout)).toEqual({
      format: "pulumi-quay unmanaged",
      version: 1,
      quay: quay.url,
      stacks: ["dev"],
      kinds: ["RepositoryUserPermission"],
      exact: true,
      namespaces: [
        {
          name: "acme",
          kind: "organization",
          managed: true,
          findings: [
            {
              kind: "RepositoryUserPermission",
              id: "acme/web/user/bob",
              what: "write on acme/web for bob",
              role: "write",
              adopt: [
                'new quay.RepositoryUserPermission("web-user-bob", { repository: "acme/web", user: "bob", role: "write" });',
              ],
              remove: `curl -X DELETE -H "Authorization: Bearer $QUAY_TOKEN" '${quay.url}/api/v1/repository/acme/web/permissions/user/bob'`,
              remarks: [],
              children: [],
            },
          ],
          leftovers: 0,
          excluded: 0,
        },
      ],
      unseen: [],
      notes: [],
    });
  });
});
