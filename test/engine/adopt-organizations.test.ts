import { setTimeout as sleep } from "node:timers/promises";
import { command } from "../cli/command";
import { seedReferenceOrganization } from "../cli/inventory/reference-organization";
import { ProjectDirectory } from "./project-directory";

const pulumiQuay = command();

/** `pulumi-quay adopt` in a project, and the requests that it sent. */
async function adopt(project: ProjectDirectory, ...args: string[]) {
  project.quay.requests.length = 0;
  const { code, text } = await project.run(process.execPath, pulumiQuay.file, "adopt", ...args);
  // Quay refuses an organization without a name, by which a token is checked.
  const writes = project.quay.requests.filter(({ method, status = 0 }) => method !== "GET" && status < 400);
  return { code, text, writes, requests: project.quay.requests.length };
}

const previewArgs = ["preview", "--refresh", "--run-program", "--diff"];

describe("Adopting a grown organization with --import", () => {
  const project = new ProjectDirectory("empty");
  const token = () => project.quay.store.robot("acme+ci")?.token ?? "no robot";
  let program: string;

  beforeAll(() => {
    const { store } = project.quay;
    const acme = store.addOrganization("acme", undefined, "platform@acme.example");
    const alice = store.addUser("alice");
    const developers = store.addTeam(acme, "developers", "creator");
    store.join(developers, alice);
    const ci = store.addRobot(acme, "ci", "Pushes what CI builds.", { owner: "platform" });
    store.join(developers, ci);
    for (const name of ["web", "api", "base/node"]) {
      const repository = store.addRepository(acme, name, store.user("admin"), { description: `The ${name}.` });
      store.grant(repository, developers, "write");
      store.grant(repository, ci, "read");
    }
    store.addRepository(acme, "old", alice).state = "READ_ONLY";
  });

  it("writes the program, imports it, and writes nothing to Quay", async () => {
    const { code, text, writes } = await adopt(project, "acme", "--import");
    expect({ code, text }).toEqual({ code: 0, text });
    expect(text).toContain("a preview shows no change");
    expect(writes).toEqual([]);
    program = await project.read("organizations/acme.ts");
    expect(program).toContain('new quay.OrganizationBlueprint("acme", {');
    expect(program.split("\n").length).toBeLessThan(40);
    expect(Object.keys(project.state())).toHaveLength(17);
  });

  it("keeps no secret: not in what it printed, nor in a file", async () => {
    const files = await project.files();
    expect(files.filter((file) => file.includes("import"))).toEqual([]);
    for (const file of files) expect(await project.read(file)).not.toContain(token());
    expect(project.stateFile()).not.toContain(token());
  });

  it("gives the entries their dependencies", () => {
    const { resources } = JSON.parse(project.stateFile()).checkpoint.latest;
    const grants = resources.filter(({ type }: { type: string }) => type.endsWith("Permission"));
    expect(grants.length).toBeGreaterThan(5);
    for (const { dependencies } of grants) expect(dependencies).toHaveLength(2);
  });

  it("changes nothing when it is repeated", async () => {
    const before = project.stateFile().replace(/"time": "[^"]*"/, "");
    const { code, text } = await adopt(project, "acme");
    expect(code).toBe(0);
    expect(text).toContain("As they were: organizations/acme.ts, index.ts.");
    expect(text).toContain("The stack holds all of it.");
    expect(project.stateFile().replace(/"time": "[^"]*"/, "")).toBe(before);
  });

  it("shows what is changed by hand as drift", async () => {
    Object.assign(project.quay.store.repository("acme", "web") ?? {}, { description: "Mine now." });
    const { ok, text } = await project.pulumi(...previewArgs, "--expect-no-changes");
    expect(ok).toBe(false);
    expect(text).toContain("Mine now.");
    expect(text).toContain("1 to update");
    await project.succeed("up", "--refresh", "--run-program", "--skip-preview", "--yes");
    expect(project.quay.store.repository("acme", "web")?.description).toBe("The web.");
  });

  it("overwrites no file that differs, says so before anything is imported, and takes more with --force", async () => {
    project.quay.store.addTeam(project.quay.store.organization("acme") as never, "auditors", "member");
    const refused = await adopt(project, "acme", "--import");
    expect(refused.code).toBe(1);
    expect(refused.text).toContain("organizations/acme.ts: there is a file with other text. --force overwrites it");
    expect(await project.read("organizations/acme.ts")).toBe(program);
    const { code, text } = await adopt(project, "acme", "--import", "--force");
    expect({ code, text }).toEqual({ code: 0, text });
    expect(project.state()["Team acme/auditors"]).toBeDefined();
  });

  it("is destroyed in the right order", async () => {
    project.quay.requests.length = 0;
    await project.succeed("destroy", "--run-program", "--skip-preview", "--yes");
    expect(project.quay.store.organizations()).toEqual([]);
    const deletes = project.quay.requests.filter(({ method }) => method === "DELETE");
    const refused = deletes.filter(({ status = 0 }) => status >= 400).map(({ path }) => path);
    expect(refused).toEqual([expect.stringMatching(/team\/owners\/members\/admin$/)]);
    expect(deletes.at(-1)?.path).toMatch(/organization\/acme$/);
  });
});

describe("Adopting what a stack holds in part, in a program that is elsewhere", () => {
  const project = new ProjectDirectory("empty");
  const program = `import * as quay from "pulumi-quay";
new quay.Team("reviewers", { organization: "acme" });
`;
  const adopted = ["Organization acme", "Robot acme/ci", "Team acme/owners", "TeamMember acme/owners/admin"];

  beforeAll(async () => {
    project.quay.store.addRobot(project.quay.store.addOrganization("acme"), "ci");
    await project.write("package.json", JSON.stringify({ name: "infra", main: "src/main.ts" }));
    await project.write("src/main.ts", program);
    await project.succeed("up", "--skip-preview", "--yes");
  });

  it("leaves alone what the program declares by another name, and the file that Pulumi runs: it says what to add", async () => {
    const { code, text } = await adopt(project, "acme", "--import");
    expect(code).toBe(1);
    expect(text).toContain("Team acme/reviewers, which the program declares as reviewers");
    expect(text).toContain('add to src/main.ts: import "./organizations/acme";');
    expect(await project.read("src/main.ts")).toBe(program);
    expect(await project.files()).toContain("src/organizations/acme.ts");
  });

  it("imports nothing that the program which Pulumi runs does not declare", async () => {
    await project.write("src/main.ts", `${program}if (process.env.NEVER) require("./organizations/acme");\n`);
    const { code, text } = await adopt(project, "acme", "--import");
    expect(code).toBe(1);
    expect(text).toContain("Nothing is imported: the program that Pulumi runs does not declare Organization acme");
    expect(Object.keys(project.state())).toEqual(["Team reviewers"]);
  });

  it("is refused when the stack's Quay is another", async () => {
    await project.succeed("config", "set", "quay:url", "https://quay.example.com");
    const { code, text, requests } = await adopt(project, "acme", "--import");
    expect([code, requests]).toEqual([1, 0]);
    expect(text).toContain(
      "The program of the stack asks https://quay.example.com, and what was to be taken in is of http",
    );
    await project.succeed("config", "rm", "quay:url");
  });

  it("goes on when the program imports it, in any spelling", async () => {
    await project.write("src/main.ts", `${program}import './organizations/acme'\n`);
    const { code, text, writes } = await adopt(project, "acme", "--import");
    expect({ code, text }).toEqual({ code: 0, text });
    expect(writes).toEqual([]);
    expect(Object.keys(project.state()).sort()).toEqual([...adopted, "Team reviewers"].sort());
  });
});

describe("Adopting for a program that uses the plugin", () => {
  const project = new ProjectDirectory("empty");

  it("imports by ids alone", async () => {
    const { store } = project.quay;
    store.addRobot(store.addOrganization("acme"), "ci", "", { owner: "platform" });
    const written = await adopt(project, "acme", "--native");
    expect({ code: written.code, text: written.text }).toEqual({ code: 0, text: written.text });
    expect(await project.read("organizations/acme.ts")).toContain('from "pulumi-quay/native"');
    const file = await project.read("import.json");
    expect(file).not.toContain(String(store.robot("acme+ci")?.token));
    expect(JSON.parse(file).resources[1]).not.toHaveProperty("inputs");
    const { code, text, writes } = await adopt(project, "acme", "--native", "--import");
    expect({ code, text }).toEqual({ code: 0, text });
    expect(writes).toEqual([]);
    expect(project.state()["Robot acme/ci"]?.inputs).toMatchObject({ metadata: { owner: "platform" } });
  });
});

describe("An adoption that is killed in its import", () => {
  const project = new ProjectDirectory("empty");

  it("goes on when it is run again, with the whole reference organization in the stack", async () => {
    seedReferenceOrganization(0.02)(project.quay.store);
    const { child, says } = pulumiQuay.start(["adopt", "acme", "--import"], { ...project.env }, project.folder);
    await says(/Importing \d+ entries/);
    await sleep(1_000);
    child.kill("SIGKILL");
    await project.pulumi("cancel", "--yes", "--stack", "dev");
    const { code, text, writes } = await adopt(project, "acme", "--import");
    expect({ code, text }).toEqual({ code: 0, text });
    expect(writes).toEqual([]);
    expect(Object.keys(project.state())).toHaveLength(89);
  });
});
