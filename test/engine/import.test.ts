import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as quay from "pulumi-quay/native";
import { resources } from "../../provider/resources";
import { callQuay } from "../call-quay";
import { prepare, specimenOf } from "../kinds";
import type { Properties } from "../kinds/specimen";
import { ProjectDirectory } from "./project-directory";
import { expectFailure, Story } from "./stack";

const kinds = Object.keys(resources);
type Class = new (name: string, args: Properties) => object;
const classes = quay as unknown as Record<string, Class>;

/** `pulumi import` of these, each by kind, logical name and id. */
async function importAll(story: Story, all: { kind: string; name: string; id: string }[]) {
  const file = { resources: all.map(({ kind, name, id }) => ({ type: `quay:index:${kind}`, name, id })) };
  writeFileSync(story.file("import.json"), JSON.stringify(file));
  return story.pulumi("import", "--file", "import.json", "--generate-code=false", "--protect=false", "--yes");
}

describe("One of every kind", () => {
  const story = new Story();
  let made: string[];
  let before: ReturnType<Story["state"]>;
  /** As made, where this test made it, and otherwise as imported. */
  const argsOf = (kind: string) => {
    const { least, changes, apart } = specimenOf(kind);
    return made.includes(kind) ? { ...least, ...changes, ...apart } : (story.state()[`${kind} ${kind}`]?.inputs ?? {});
  };
  const program = (all: string[]) => () => {
    for (const kind of all) new (classes[kind] as Class)(kind, argsOf(kind));
  };
  const idOf = (kind: string) => before[`${kind} ${kind}`]?.id ?? specimenOf(kind).id;

  beforeAll(async () => {
    for (const kind of kinds) await prepare(story.quay, kind);
    made = kinds.filter((kind) => !specimenOf(kind).stored(story.quay.store, specimenOf(kind).least));
    await story.up(program(made));
    before = story.state();
    const { ok, text } = await story.pulumi("state", "delete", "--all", "--yes");
    if (!ok) throw new Error(text);
    story.requested();
  });

  it("is imported from a file that holds ids only, and Quay is only read", async () => {
    const { ok, text } = await importAll(
      story,
      kinds.map((kind) => ({ kind, name: kind, id: idOf(kind) })),
    );
    expect({ ok, text }).toEqual({ ok: true, text });
    expect(story.writes()).toEqual([]);
    expect(Object.keys(story.state()).sort()).toEqual(kinds.map((kind) => `${kind} ${kind}`).sort());
  });

  it("has the state that its create had, with secrets encrypted", () => {
    const comparable = ({ __origin, ...outputs }: Properties) => JSON.parse(JSON.stringify(outputs, withoutCiphertext));
    const after = story.state();
    for (const kind of made) {
      const [old, now] = [before[`${kind} ${kind}`], after[`${kind} ${kind}`]];
      expect(comparable(now?.outputs ?? {})).toEqual(comparable(old?.outputs ?? {}));
      expect(comparable(now?.inputs ?? {})).toEqual(comparable(old?.inputs ?? {}));
    }
    for (const { token } of story.quay.store.robotsOf("acme")) expect(story.stateFile()).not.toContain(token);
  });

  it("shows no change in a preview and after a refresh", async () => {
    expect((await story.preview(program(kinds), { expectNoChanges: true })).steps).toEqual([]);
    await story.refresh({ expectNoChanges: true });
    expect((await story.up(program(kinds), { expectNoChanges: true })).steps).toEqual([]);
    expect(story.writes()).toEqual([]);
  });
});

const withoutCiphertext = (name: string, value: unknown) => (name === "ciphertext" ? "" : value);

describe("The option import", () => {
  const story = new Story();
  beforeAll(async () => {
    await story.callQuay("POST /v1/organization/", { name: "acme" });
    await story.callQuay("PUT /v1/organization/acme/team/ops", { role: "admin", description: "On call." });
  });
  const ops =
    (more: { role?: "admin" | "member"; id?: string; name?: string } = {}) =>
    () => {
      const { role = "admin", id = "acme/ops", name = "ops" } = more;
      const args = { organization: "acme", name: "ops", role, description: "On call." };
      new quay.Team(name, args, { import: id });
    };

  it("refuses one that does not exist, or whose id is malformed, and says so", async () => {
    for (const [id, reason] of [
      ["acme/nobody", "resource 'acme/nobody' does not exist"],
      ["ops", '"ops" is not the id of a Team.'],
    ] as const) {
      const { text } = await expectFailure(story.up(ops({ id })));
      expect(text).toContain(reason);
    }
    expect(story.state()).toEqual({});
  });

  it("shows in the preview what the program changes after the import", async () => {
    const { steps, changes } = await story.preview(ops({ role: "member" }));
    expect(steps).toEqual(["import Team ops", "update Team ops"]);
    expect(changes).toEqual({ "Team ops": { role: { from: "admin", to: "member" } } });
  });

  it("takes the resource into the state, writes nothing, and can stay in the program", async () => {
    story.requested();
    const { steps } = await story.up(ops());
    expect(steps).toEqual(["import Team ops"]);
    expect((await story.up(ops(), { refresh: true, expectNoChanges: true })).steps).toEqual([]);
    expect(story.writes()).toEqual([]);
  });

  it("of what another resource of the program manages is refused, as declared twice", async () => {
    const both = () => {
      ops()();
      ops({ name: "crew" })();
    };
    const { text } = await expectFailure(story.preview(both));
    expect(text).toMatch(/Team acme\/ops is declared twice, as (ops and crew|crew and ops)\. Keep one of them\./);
  });

  it("of what another entry of the state manages: the next up lets the old entry go, and keeps the resource", async () => {
    const { ok, text } = await importAll(story, [{ kind: "Team", name: "crew", id: "acme/ops" }]);
    expect({ ok, text }).toEqual({ ok: true, text });
    expect(Object.keys(story.state()).sort()).toEqual(["Team crew", "Team ops"]);
    const { text: said } = await story.up(ops({ name: "crew" }));
    expect(said).toContain("Team acme/ops stays in Quay, because this stack still has it");
    expect(story.quay.store.team("acme", "ops")).toBeDefined();
    expect(Object.keys(story.state())).toEqual(["Team crew"]);
  });
});

describe("pulumi import", () => {
  const story = new Story();
  beforeAll(() => story.callQuay("POST /v1/organization/", { name: "acme" }));

  it("refuses one that does not exist, and says which", async () => {
    const { ok, text } = await importAll(story, [
      { kind: "Organization", name: "acme", id: "acme" },
      { kind: "Team", name: "nobody", id: "acme/nobody" },
    ]);
    expect(ok).toBe(false);
    expect(text).toMatch(/quay:index:Team \(nobody\):\s+error: .*resource 'acme\/nobody' does not exist/);
    expect(story.state()).toEqual({});
  });
});

describe("pulumi do", () => {
  const project = new ProjectDirectory({ program: "" });
  const plugin = join(__dirname, "../../plugin/pulumi-resource-quay");
  const run = (...words: string[]) => project.pulumi("do", "--package", plugin, ...words, "--output", "json");

  it("lists and reads what no stack manages, with secrets hidden", async () => {
    await callQuay(project.quay, "POST /v1/organization/", { name: "acme" });
    await callQuay(project.quay, "PUT /v1/organization/acme/robots/ci", { description: "Builds." });
    const listed = await run("quay:index:Robot", "list", "--namespace", "acme");
    expect(JSON.parse(listed.text)).toEqual([{ id: "acme+ci", name: expect.stringContaining("ci") }]);
    const read = await run("quay:index:Robot", "read", "acme+ci");
    expect(JSON.parse(read.text)).toMatchObject({ fullName: "acme+ci", description: "Builds.", token: "[secret]" });
    const missing = await run("quay:index:Robot", "read", "acme+cd");
    expect(missing.ok).toBe(false);
    expect(missing.text).toContain("Could not read Robot acme+cd: There is none in Quay.");
  });
});
