import { writeFileSync } from "node:fs";
import { transformSync } from "@swc/core";
import * as quay from "pulumi-quay";
import { importFile } from "../../cli/import-file/import-file";
import { resources as kinds } from "../../provider/resources";
import { acme } from "../fixtures/acme-blueprint";
import contracts from "../fixtures/contracts.json";
import { harness } from "../harness";
import { Story } from "./stack";

/** Runs the lines of a printed program. */
function run(lines: string): void {
  const { code } = transformSync(lines, { jsc: { parser: { syntax: "typescript" } }, module: { type: "commonjs" } });
  new Function("require", "exports", code)(require, {});
}

describe("An import of existing resources", () => {
  const story = new Story();
  let file: Awaited<ReturnType<typeof importFile>>["file"];
  let program: string;
  const settings = () => ({ "quay:url": story.quay.url, "quay:token": story.quay.token });
  const token = () => story.quay.store.robot("acme+ci")?.token ?? "";
  const lines = `
    # Everything, in no order.
    RepositoryUserPermission acme/web/user/acme+ci   RepositoryTeamPermission acme/web/team/ops
    DefaultPermission acme/user/acme+puller/by/noa   # only what noa makes
    DefaultPermission acme/team/ops
    Tag acme/web:v1
    Repository acme/web      Repository acme/base/node
    TeamMember acme/ops/mia  TeamMember acme/ops/acme+ci
    Robot acme+ci            Robot acme+puller
    Team acme/ops            Team acme/owners
    Organization acme`;

  beforeAll(async () => {
    for (const name of ["mia", "noa"]) story.quay.addUser(name);
    await story.up(() => void new quay.OrganizationBlueprint("acme", acme));
    story.quay.push("acme/web", "v1");
    const { ok, text } = await story.pulumi("state", "delete", "--all", "--yes");
    if (!ok) throw new Error(text);
    story.requested();
  });

  it("reads with shared lists, and writes nothing", async () => {
    ({ file, program } = await importFile({ resources: [lines], settings: settings() }));
    const { requests } = story.quay;
    expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(requests.length).toBeLessThan(file.resources.length + 2);
    story.requested();
  });

  it("has in its file the text that states contain", () => {
    const requested = [...lines.matchAll(/([A-Z]\w+) acme/g)].map(([, kind]) => kind);
    expect(file.resources.map(({ type }) => type.split(":").pop()).sort()).toEqual(requested.sort());
    for (const { type, inputs, outputs } of file.resources) {
      const { text, type: token } = contracts[type.split(":").pop() as keyof typeof contracts];
      expect([type, inputs.__provider, outputs.__provider]).toEqual([token, text, text]);
    }
  });

  it("imports at once, without a request to Quay", async () => {
    writeFileSync(story.file("import.json"), JSON.stringify(file), { mode: 0o600 });
    const { ok, text } = await story.pulumi(
      "import",
      "--file",
      "import.json",
      "--generate-code=false",
      "--protect=false",
      "--skip-preview",
      "--yes",
    );
    expect(ok).toBe(true);
    expect(text).not.toContain(token());
    expect(story.requested()).toEqual([]);
    expect(Object.keys(story.state())).toHaveLength(14);
  });

  it("stores secrets encrypted in the state", () => {
    expect(story.stateFile()).not.toContain(token());
    const { outputs } = story.state()["Robot ci"] ?? {};
    expect(outputs).toMatchObject({ token: { ciphertext: expect.any(String) }, fullName: "acme+ci" });
  });

  it("prints a program that matches: the next preview shows no change", async () => {
    const { steps } = await story.preview(() => run(program), { expectNoChanges: true });
    expect(steps).toEqual([]);
  });

  it("is not changed by the next refresh and up either, and can be destroyed then", async () => {
    await story.up(undefined, { refresh: true });
    expect(story.writes()).toEqual([]);
    await story.callQuay("DELETE /v1/repository/acme/web/tag/v1");
    await story.destroy();
    expect(story.quay.store.organizations()).toEqual([]);
  });
});

describe("The printed program", () => {
  const at = harness();
  const ask = (...resources: string[]) =>
    importFile({ resources, settings: { "quay:url": at.quay.url, "quay:token": at.quay.token } });

  beforeEach(() => {
    const { store } = at.quay;
    for (const name of ["acme", "new"]) {
      const organization = store.addOrganization(name);
      store.addTeam(organization, "ops", "admin");
      store.addRepository(organization, "base/1-web", store.user("admin"));
    }
  });

  it("links resources by outputs, omits defaults, and uses ids as logical names for resources with the same name", async () => {
    const { program } = await ask("Repository new/base/1-web", "Team acme/ops", "Team new/ops", "Organization new");
    expect(program).toBe(`import * as quay from "pulumi-quay";

const newOrganization = new quay.Organization("new");
new quay.Team("acme/ops", { organization: "acme", name: "ops", role: "admin" });
new quay.Team("new/ops", { organization: newOrganization.name, name: "ops", role: "admin" });
new quay.Repository("base/1-web", { namespace: newOrganization.name });
`);
  });

  it("sets properties that Quay defaults where they differ from the default", async () => {
    const repository = at.quay.store.repository("acme", "base/1-web");
    Object.assign(repository ?? {}, { state: "READ_ONLY" });
    const { program, file } = await ask("Repository acme/base/1-web");
    expect(program).toContain('{ namespace: "acme", state: "READ_ONLY" }');
    expect(file.resources[0]?.inputs).toMatchObject({ state: "READ_ONLY" });
  });
});

describe("An import of resources that are missing or malformed reports all errors at once:", () => {
  const at = harness();
  const wrong = async (...resources: string[]) => {
    const settings = { "quay:url": at.quay.url, "quay:token": at.quay.token };
    const error = await importFile({ resources, settings }).then(
      () => new Error("This was to be refused."),
      (error: Error) => error,
    );
    return error.message.split("\n");
  };
  const kindsAre = `The kinds are ${Object.keys(kinds).join(", ")}.`;

  it("kinds and ids, before any request to Quay", async () => {
    expect(await wrong("Repo acme/web", "Team ops", "Repository", "Robot acme+CI", "Tag")).toEqual([
      `There is no kind Repo. ${kindsAre}`,
      '"ops" is not the id of a Team. It is written <organization>/<name>.',
      "Repository is to be followed by an id, <namespace>/<name>.",
      'Robot acme+CI: "CI" is not a robot name. Use 2 to 255 lowercase letters and digits, joined by single . _ or -.',
      "Tag is to be followed by an id, <repository>:<name>.",
    ]);
    expect(at.requested()).toEqual([]);
  });

  it("resources that do not exist", async () => {
    at.quay.store.addOrganization("acme");
    expect(await wrong("Team acme/owners", "Team acme/nobody", "Repository umbrella/web", "Robot acme+ci")).toEqual([
      "Could not read Team acme/nobody: There is none in Quay.",
      "Could not read Repository umbrella/web: There is none in Quay.",
      "Could not read Robot acme+ci: There is none in Quay.",
    ]);
  });

  it("an empty list", async () => {
    expect(await wrong("", "# only a comment")).toEqual([
      "Nothing is to be imported. Give a kind and an id for each resource, for example Repository acme/web.",
    ]);
  });

  it("missing settings, once", async () => {
    await expect(
      importFile({
        resources: ["Team", "acme/ops", "Team", "acme/dev"],
        settings: { "quay:url": "nowhere", "quay:token": "t" },
      }),
    ).rejects.toThrow(/^quay:url is the address of a Quay, for example https:\/\/quay.example.com\.$/);
  });
});
