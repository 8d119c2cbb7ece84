import { parse } from "yaml";
import { Directory } from "./directory";

describe("The drift job", () => {
  const here = new Directory({ example: "drift" });

  interface Step {
    run?: string;
    if?: string;
  }

  /** What GitHub runs: each step by itself, the last one only after a failure. */
  async function github() {
    const { jobs } = parse(await here.read(".github/workflows/drift.yml")) as { jobs: { drift: { steps: Step[] } } };
    const scripts = jobs.drift.steps.filter(({ run }) => run && run !== "npm ci");
    let failed = false;
    for (const { run = "", if: when } of scripts) {
      if (Boolean(when?.includes("failure()")) !== failed) continue;
      const { ok } = await here.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", run);
      failed ||= !ok;
    }
    return { ok: !failed, text: await here.read("summary.md") };
  }

  /** What GitLab runs: all lines as one script. */
  async function gitlab() {
    const { drift } = parse(await here.read(".gitlab-ci.yml")) as { drift: { script: string[] } };
    return here.run("bash", "-eo", "pipefail", "-c", drift.script.join("\n"));
  }

  beforeAll(async () => {
    Object.assign(here.env, { STACK: "dev", GITHUB_STEP_SUMMARY: "summary.md" });
    await here.write("summary.md", "");
    await here.done("up", "--skip-preview", "--yes");
  });

  const jobs: [string, () => ReturnType<typeof github>][] = [
    ["GitHub", github],
    ["GitLab", gitlab],
  ];

  it("is content while Quay is what the program says, and changes nothing", async () => {
    here.quay.requests.length = 0;
    expect(await github()).toEqual({ ok: true, text: "" });
    expect(here.quay.requests.length).toBeGreaterThan(0);
    expect(here.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each(jobs)("for %s fails when somebody changed something, says what, and heals nothing", async (_, job) => {
    const [web, ops] = [here.quay.store.repository("acme", "web"), here.quay.store.team("acme", "ops")];
    Object.assign(web ?? {}, { isPublic: true });
    if (web && ops) here.quay.store.ungrant(web, ops);
    const { ok, text } = await job();
    expect(ok).toBe(false);
    const lines = text.split("\n").map((line) => line.trim().replace(/ +:/, ":"));
    expect(lines).toEqual(expect.arrayContaining(['~ visibility: "public" => "private"']));
    expect(text).toContain("Quay is not what the program says");
    expect(text).toContain("RepositoryTeamPermission::ops-push-web");
    expect(text).toContain("+ 1 to create");
    expect(web?.isPublic).toBe(true);
    if (web && ops) here.quay.store.grant(web, ops, "write");
    Object.assign(web ?? {}, { isPublic: false });
  });

  it("for GitHub fails with the reason when Quay cannot be read", async () => {
    const { QUAY_TOKEN } = here.env;
    Object.assign(here.env, { QUAY_TOKEN: "mistyped" });
    const { ok, text } = await github();
    Object.assign(here.env, { QUAY_TOKEN });
    expect(ok).toBe(false);
    expect(text).toContain("Quay does not accept the token");
  });
});
