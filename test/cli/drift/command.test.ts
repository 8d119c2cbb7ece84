import { nativeTypeOf } from "../../../provider/serve/stored";
import { documentOf, driftCommand, eventsOf, type Refreshed, type Said } from "./previews";

const HOW = "pulumi preview --refresh --run-program --json | pulumi-quay drift";

describe("pulumi-quay drift", () => {
  const drift = driftCommand();

  const resources: Refreshed[] = [
    { label: "Repository acme/web2", before: { visibility: "private" } },
    { label: "Repository acme/web", before: { visibility: "private" }, after: { visibility: "public" } },
    {
      label: "Team acme/ops",
      before: { role: "member", description: "" },
      after: { role: "creator", description: "Night shift" },
    },
    { label: "Team acme/old", before: { role: "member" }, after: null },
    { label: "TeamMember acme/ops/carol", after: null },
    { label: "RepositoryTeamPermission acme/web/team/old", before: { role: "read" }, after: null },
  ];
  const said = [
    'Repository acme/web: visibility private → public, by alice with token "deploy", 2026-11-28 03:07 UTC from 10.0.0.5',
    "Team acme/ops: role member → creator, by bob, 2026-11-28 04:00 UTC; description changed, probably by acme+ci, 2026-11-28 05:30 UTC from 10.0.0.9",
    "Team acme/old: gone, deleted by bob, 2026-11-28 09:42 UTC from fd00::7",
    "TeamMember acme/ops/carol: gone, and Quay's log does not say by whom (it does not tell people who are removed from the organization, or what is older than 24 days)",
    "RepositoryTeamPermission acme/web/team/old: gone with Team acme/old, deleted by bob, 2026-11-28 09:42 UTC from fd00::7",
    "Team acme/dev: stays in Quay, because dev has it too.",
  ];

  describe.each([
    ["document", documentOf],
    ["stream of events", eventsOf],
  ])("with a preview that is a %s", (_, preview) => {
    it("tells in a table what is otherwise, and who did it when, how and from where", async () => {
      expect(await drift(preview(resources, said))).toEqual({
        ...{ code: 0, stderr: "" },
        stdout: `\
OBJECT                                      PROPERTY     BEFORE   AFTER                     WHO               WHEN                  HOW             ADDRESS
Repository acme/web                         visibility   private  public                    alice             2026-11-28 03:07 UTC  token "deploy"  10.0.0.5
RepositoryTeamPermission acme/web/team/old                        gone, with Team acme/old  bob               2026-11-28 09:42 UTC  no token        fd00::7
Team acme/old                                                     gone                      bob               2026-11-28 09:42 UTC  no token        fd00::7
Team acme/ops                               role         member   creator                   bob               2026-11-28 04:00 UTC  no token
                                            description  ""       "Night shift"             probably acme+ci  2026-11-28 05:30 UTC  robot           10.0.0.9
TeamMember acme/ops/carol                                         gone                      unknown

5 objects are not as the state says. Quay's log says who made 5 of 6 changes.
Team acme/dev: stays in Quay, because dev has it too.
`,
      });
    });

    it("takes the resources of the native provider too, and those of no other package", async () => {
      const [, web = { label: "" }] = resources;
      const printed = (type: (kind: string) => string) => preview([web], said.slice(0, 1), type);
      expect((await drift(printed(nativeTypeOf))).stdout).toBe(
        (await drift(printed((kind) => `quay:index:${kind}`))).stdout,
      );
      expect((await drift(printed(nativeTypeOf))).stdout).toContain("Repository acme/web  visibility");
      expect(
        (
          await drift(
            printed((kind) => `github:index/repository:${kind}`),
            "--fail",
          )
        ).code,
      ).toBe(0);
    });

    it("says that nothing differs, with what else the provider said, and ends with 0 also with --fail", async () => {
      const printed = preview(resources.slice(0, 1), said.slice(-1));
      const nothing = "Quay is as the state says.";
      expect(await drift(printed, "--fail")).toEqual({ code: 0, stdout: `${nothing}\n${said.at(-1)}\n`, stderr: "" });
      expect(await drift(printed, "--fail", "--markdown")).toEqual({
        ...{ code: 0, stderr: "" },
        stdout: `<p><code>${nothing}</code></p>\n<ul>\n<li><code>${said.at(-1)}</code></li>\n</ul>\n`,
      });
      expect(JSON.parse((await drift(printed, "--json")).stdout)).toEqual({
        ...{ format: "pulumi-quay drift", version: 1, rows: [], notices: said.slice(-1) },
      });
    });

    it("ends with 2 with --fail when anything differs, and prints the same", async () => {
      for (const [index, one] of resources.entries()) {
        const printed = preview([one], said.slice(index - 1, index));
        const ended = await drift(printed);
        expect(ended.code).toBe(0);
        expect(await drift(printed, "--fail")).toEqual({ ...ended, code: index === 0 ? 0 : 2 });
      }
    });

    it("fails when the preview failed, with its reasons and no table", async () => {
      const failure = (message: string): Said => ({ message, severity: "error" });
      const failed = [
        ...said,
        failure("error: Could not read Team acme/ops:\n  Quay gave no answer.\n"),
        failure("preview failed"),
      ];
      for (const args of [["--fail"], ["--markdown"], ["--json"]]) {
        expect(await drift(preview(resources, failed), ...args)).toEqual({
          ...{ code: 1, stdout: "" },
          stderr: "The preview failed:\nerror: Could not read Team acme/ops:\n  Quay gave no answer.\npreview failed\n",
        });
      }
    });

    it("tells nothing of what the engine says to its developers", async () => {
      const debug = { message: "RegisterResource RPC finished: token,,,robot-token", severity: "debug" };
      const printed = preview(resources, [debug, ...said]);
      for (const args of [[], ["--markdown"], ["--json"]])
        expect(await drift(printed, ...args)).toEqual(await drift(preview(resources, said), ...args));
    });
  });

  it("as JSON has a documented shape", async () => {
    const about = (kind: string, id: string) => ({ kind, id, name: id.replace(/\W/g, "-") });
    const bob = { who: "bob", when: "2026-11-28T09:42:00Z", address: "fd00::7" };
    const { code, stdout } = await drift(documentOf(resources, said), "--json", "--fail");
    expect(JSON.parse(stdout)).toEqual({
      format: "pulumi-quay drift",
      version: 1,
      rows: [
        {
          ...about("Repository", "acme/web"),
          ...{ property: "visibility", before: "private", after: "public" },
          ...{ who: "alice", when: "2026-11-28T03:07:00Z", token: "deploy", address: "10.0.0.5" },
        },
        { ...about("RepositoryTeamPermission", "acme/web/team/old"), with: "Team acme/old", ...bob },
        { ...about("Team", "acme/old"), ...bob },
        {
          ...about("Team", "acme/ops"),
          ...{ property: "role", before: "member", after: "creator", who: "bob", when: "2026-11-28T04:00:00Z" },
        },
        {
          ...about("Team", "acme/ops"),
          ...{ property: "description", before: '""', after: '"Night shift"' },
          ...{ who: "acme+ci", probably: true, when: "2026-11-28T05:30:00Z", address: "10.0.0.9" },
        },
        about("TeamMember", "acme/ops/carol"),
      ],
      notices: said.slice(-1),
    });
    expect(code).toBe(2);
  });

  it("finds the preview below and above lines of a program, with either kind of line ends", async () => {
    const printed = documentOf(resources, said);
    const { stdout } = await drift(printed);
    expect((await drift(`Compiling {\n{ no JSON }\n${printed}warning: a new version\n`)).stdout).toBe(stdout);
    expect((await drift(printed.replaceAll("\n", "\r\n"))).stdout).toBe(stdout);
    expect((await drift(`Compiling\n{ no JSON }\n${eventsOf(resources, said)}done\n`)).stdout).toBe(stdout);
  });

  it.each([
    ["nothing", ""],
    ["what Pulumi prints without --json", "Previewing update (dev):\n\nResources:\n    3 unchanged\n"],
    ["an exported stack", JSON.stringify({ version: 3, deployment: { resources: [] } }, null, 4)],
    ["a list", "[]"],
    ["half a preview", documentOf(resources, said).slice(0, 900)],
    ["its own output", JSON.stringify({ format: "pulumi-quay drift", version: 1, rows: [], notices: [] }, null, 2)],
  ])("refuses %s, and says how it is called", async (_, printed) => {
    const stderr = `What came on stdin is no preview: ${HOW}\n`;
    for (const args of [[], ["--json"]]) expect(await drift(printed, ...args)).toEqual({ code: 1, stdout: "", stderr });
  });

  it("finds nothing in the preview of a stack that holds nothing of Quay yet", async () => {
    const created = { op: "create", urn: "urn:pulumi:dev::story::pulumi-nodejs:dynamic/quay:Team::ops" };
    const newState = { type: "pulumi-nodejs:dynamic/quay:Team", inputs: { organization: "acme" } };
    const printed = JSON.stringify({ steps: [{ ...created, newState }] }, null, 4);
    const stdout = "Quay is as the state says.\n";
    expect(await drift(printed, "--fail")).toEqual({ code: 0, stdout, stderr: "" });
  });

  it("refuses a preview that refreshed nothing, in which no drift could be seen", async () => {
    const steps = (JSON.parse(documentOf(resources)) as { steps: { op: string }[] }).steps;
    const printed = JSON.stringify({ steps: steps.filter(({ op }) => op !== "refresh") }, null, 4);
    const stderr = `The preview refreshed nothing: ${HOW}\n`;
    expect(await drift(printed, "--fail")).toEqual({ code: 1, stdout: "", stderr });
  });

  it("refuses --json with --markdown, and an argument, as wrong usage", async () => {
    expect(await drift("", "--json", "--markdown")).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: expect.stringContaining("cannot be used with"),
    });
    expect(await drift("", "acme")).toMatchObject({ code: 2, stdout: "" });
  });
});
