import { chmod } from "node:fs/promises";
import { delimiter } from "node:path";
import { parse } from "yaml";
import { calledBy, callQuay } from "../call-quay";
import { ProjectDirectory } from "./project-directory";

/** GitHub's CLI with one repository, whose issues are in a file. */
const gh = `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require("node:fs");
const { parseArgs } = require("node:util");
const text = { type: "string" };
const options = { state: text, limit: text, json: text, jq: text, title: text, comment: text, "body-file": text };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [, verb, number] = positionals;
const issues = JSON.parse(readFileSync("issues.json", "utf8"));
const body = () => readFileSync(values["body-file"], "utf8");
const open = issues.find((issue) => issue.isOpen && (verb === "list" ? issue.title === process.env.TITLE : String(issue.number) === number));
if (verb === "list") console.log(open ? open.number : "");
else if (verb === "create") issues.push({ number: issues.length + 1, title: values.title, isOpen: true, body: body() });
else if (verb === "edit") open.body = body();
else if (verb === "close") Object.assign(open, { isOpen: false, comment: values.comment });
else process.exit(1);
writeFileSync("issues.json", JSON.stringify(issues));
`;

interface Issue {
  number: number;
  title: string;
  isOpen: boolean;
  body: string;
  comment?: string;
}

describe("The drift workflow", () => {
  const project = new ProjectDirectory({ example: "drift" });

  /** The steps that GitHub runs, the later ones also after a failure, and the summary that it shows. */
  async function github() {
    const { jobs } = parse(await project.read(".github/workflows/drift.yml")) as {
      jobs: { drift: { steps: { run?: string }[] } };
    };
    const scripts = jobs.drift.steps.flatMap(({ run }) => (run && run !== "npm ci" ? [run] : []));
    await project.write("summary.md", "");
    await project.write("report.md", "Of an earlier run.");
    const codes: number[] = [];
    for (const script of scripts) {
      codes.push((await project.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)).code);
    }
    return { code: codes.find((code) => code !== 0) ?? 0, text: await project.read("summary.md") };
  }

  /** What GitLab runs: all lines as one script. */
  async function gitlab() {
    const { drift } = parse(await project.read(".gitlab-ci.yml")) as { drift: { script: string[] } };
    return project.run("bash", "-eo", "pipefail", "-c", drift.script.join("\n"));
  }

  const issues = async () => JSON.parse(await project.read("issues.json")) as Issue[];

  const bob = () => calledBy(project.quay, "bob");

  beforeAll(async () => {
    await chmod(await project.write("bin/gh", gh), 0o755);
    await project.write("issues.json", "[]");
    const path = [`${project.folder}/bin`, project.env.PATH ?? process.env.PATH].join(delimiter);
    const github = {
      GITHUB_STEP_SUMMARY: "summary.md",
      TITLE: "Quay differs from acme/infra",
      RUN: "https://ci/runs/7",
    };
    Object.assign(project.env, { STACK: "dev", PATH: path, ...github });
    await project.succeed("up", "--skip-preview", "--yes");
  });

  const jobs: [string, () => ReturnType<typeof github>][] = [
    ["GitHub", github],
    ["GitLab", gitlab],
  ];

  it("succeeds while Quay matches the program, and changes nothing", async () => {
    project.quay.requests.length = 0;
    expect(await github()).toEqual({ code: 0, text: "" });
    expect(await gitlab()).toMatchObject({ code: 0 });
    expect(project.quay.requests.length).toBeGreaterThan(0);
    expect(project.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each(jobs)(
    "for %s fails when something was changed in Quay, reports the change and who did it, and corrects nothing",
    async (_, job) => {
      const [web, ops] = [project.quay.store.repository("acme", "web"), project.quay.store.team("acme", "ops")];
      await callQuay(bob(), "POST /v1/repository/acme/web/changevisibility", { visibility: "public" });
      await callQuay(bob(), "DELETE /v1/repository/acme/web/permissions/team/ops");
      const { code, text } = await job();
      expect(code).toBe(7);
      const cells = text.split("\n").map((line) => line.split(/<[^>]*>|\s{2,}/).filter(Boolean));
      const by = ["bob", expect.stringMatching(/^20.* UTC$/), expect.stringMatching(/^token ("|&quot;)local/)];
      expect(cells).toEqual(
        expect.arrayContaining([
          expect.arrayContaining(["Repository acme/web", "visibility", "private", "public", ...by]),
          expect.arrayContaining(["RepositoryTeamPermission acme/web/team/ops", "gone", ...by]),
        ]),
      );
      expect(text).toContain("Quay is not what the program says");
      expect(text).toContain("2 objects are not as the state says.");
      expect(web?.isPublic).toBe(true);
      if (web && ops) project.quay.store.grant(web, ops, "write");
      Object.assign(web ?? {}, { isPublic: false });
    },
  );

  it("for GitHub keeps one issue: opens it, updates it, closes it, and opens another one", async () => {
    await project.write("issues.json", "[]");
    const ops = project.quay.store.team("acme", "ops");
    const drift = (description: string) =>
      callQuay(bob(), "PUT /v1/organization/acme/team/ops", { role: "admin", description });
    await drift("Night shift");
    await github();
    const [opened] = await issues();
    expect(opened).toMatchObject({ number: 1, title: "Quay differs from acme/infra", isOpen: true });
    for (const part of ["Quay is not what the program says", "Night shift", ">bob<", "[this run](https://ci/runs/7)"])
      expect(opened?.body).toContain(part);
    await drift("Day shift");
    await github();
    const updated = await issues();
    expect(updated).toHaveLength(1);
    expect(updated[0]?.body).toContain("Day shift");
    expect(updated[0]?.body).not.toContain("Night shift");
    Object.assign(ops ?? {}, { description: "" });
    expect((await github()).code).toBe(0);
    expect(await issues()).toMatchObject([{ isOpen: false, comment: expect.stringContaining("https://ci/runs/7") }]);
    await drift("Night shift");
    await github();
    expect((await issues()).map(({ isOpen }) => isOpen)).toEqual([false, true]);
    Object.assign(ops ?? {}, { description: "" });
  });

  it.each(jobs)(
    "for %s fails when there is something in Quay that no program says, and removes nothing",
    async (_, job) => {
      const { store } = project.quay;
      const night = store.addTeam(store.organization("acme") as never, "night", "admin");
      const { code, text } = await job();
      expect(code).toBe(2);
      expect(text).toContain("Quay has what no program says");
      expect(text).toContain("team night, which administers the organization");
      expect(text).not.toContain("Quay is not what the program says");
      expect(store.team("acme", "night")).toBe(night);
      store.organization("acme")?.teams.delete("night");
    },
  );

  const outages: [string, () => Record<string, string>, string][] = [
    ["the token is invalid", () => ({ QUAY_TOKEN: "mistyped" }), "Quay does not accept the token"],
    [
      "the token lacks a scope",
      () => ({ QUAY_TOKEN: project.quay.mint({ scope: "repo:read" }) }),
      "needs the scope org:admin",
    ],
    ["there is no token", () => ({ QUAY_TOKEN: "" }), "quay:token is missing for the Quay at"],
    [
      "the settings point to another Quay",
      () => ({ QUAY_URL: "http://127.0.0.1:9" }),
      "the settings lead to 127.0.0.1:9",
    ],
  ];
  // Both jobs tell exit codes apart in the same way, so one outage is enough for the second.
  const inGithub = outages.map((outage) => ["GitHub", ...outage, github] as const);
  it.each([...inGithub, ["GitLab", ...(outages[0] as (typeof outages)[number]), gitlab] as const])(
    "for %s reports an error instead of drift, with another exit code, when %s",
    async (_, __, env, reason, job) => {
      const before = { ...project.env };
      Object.assign(project.env, env());
      const { code, text } = await job();
      Object.assign(project.env, before);
      expect(code).toBe(1);
      expect(text).toContain("Quay could not be compared with the program (exit code 1)");
      expect(text).not.toContain("Quay is not what the program says");
      expect(text).not.toContain("Quay has what no program says");
      expect(text).toContain("What nobody manages could not be told (exit code 1)");
      expect(text).toContain(reason);
    },
  );

  it("also does so when Quay cannot be reached, and drops nothing", async () => {
    const before = Object.keys(project.state());
    await project.quay.close();
    const { code, text } = await gitlab();
    expect(code).toBe(1);
    expect(text).toContain("gave no answer to GET");
    expect(Object.keys(project.state())).toEqual(before);
  }, 240_000);
});
