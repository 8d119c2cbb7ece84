import { parse } from "yaml";
import { ProjectDirectory } from "./project-directory";

describe("The drift workflow", () => {
  const here = new ProjectDirectory({ example: "drift" });

  /** The steps that GitHub runs, and the log that it shows. */
  async function github() {
    const { jobs } = parse(await here.read(".github/workflows/drift.yml")) as {
      jobs: { drift: { steps: { run?: string }[] } };
    };
    const [script = ""] = jobs.drift.steps.flatMap(({ run }) => (run && run !== "npm ci" ? [run] : []));
    await here.write("summary.md", "");
    const { code } = await here.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script);
    return { code, text: await here.read("summary.md") };
  }

  /** What GitLab runs: all lines as one script. */
  async function gitlab() {
    const { drift } = parse(await here.read(".gitlab-ci.yml")) as { drift: { script: string[] } };
    return here.run("bash", "-eo", "pipefail", "-c", drift.script.join("\n"));
  }

  beforeAll(async () => {
    Object.assign(here.env, { STACK: "dev", GITHUB_STEP_SUMMARY: "summary.md" });
    await here.succeed("up", "--skip-preview", "--yes");
  });

  const jobs: [string, () => ReturnType<typeof github>][] = [
    ["GitHub", github],
    ["GitLab", gitlab],
  ];

  it("succeeds while Quay matches the program, and changes nothing", async () => {
    here.quay.requests.length = 0;
    expect(await github()).toEqual({ code: 0, text: "" });
    expect(await gitlab()).toMatchObject({ code: 0 });
    expect(here.quay.requests.length).toBeGreaterThan(0);
    expect(here.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each(jobs)(
    "for %s fails when something was changed in Quay, reports the change, and corrects nothing",
    async (_, job) => {
      const [web, ops] = [here.quay.store.repository("acme", "web"), here.quay.store.team("acme", "ops")];
      Object.assign(web ?? {}, { isPublic: true });
      if (web && ops) here.quay.store.ungrant(web, ops);
      const { code, text } = await job();
      expect(code).toBe(7);
      const lines = text.split("\n").map((line) => line.trim().replace(/ +:/, ":"));
      expect(lines).toEqual(expect.arrayContaining(['~ visibility: "public" => "private"']));
      expect(text).toContain("Quay is not what the program says");
      expect(text).toContain("RepositoryTeamPermission::ops-push-web");
      expect(text).toContain("+ 1 to create");
      expect(web?.isPublic).toBe(true);
      if (web && ops) here.quay.store.grant(web, ops, "write");
      Object.assign(web ?? {}, { isPublic: false });
    },
  );

  const outages: [string, () => Record<string, string>, string][] = [
    ["the token is dead", () => ({ QUAY_TOKEN: "mistyped" }), "Quay does not accept the token"],
    [
      "the token is too narrow",
      () => ({ QUAY_TOKEN: here.quay.mint({ scope: "repo:read" }) }),
      "needs the scope org:admin",
    ],
    ["there is no token", () => ({ QUAY_TOKEN: "" }), "quay:token is missing for the Quay at"],
    [
      "the settings lead to another Quay",
      () => ({ QUAY_URL: "http://127.0.0.1:9" }),
      "the settings lead to 127.0.0.1:9",
    ],
  ];
  it.each(
    jobs.flatMap(([name, job]) => outages.map((outage) => [name, outage[0], outage[1], outage[2], job] as const)),
  )("for %s reports an error instead of drift, with another exit code, when %s", async (_, __, env, reason, job) => {
    const before = { ...here.env };
    Object.assign(here.env, env());
    const { code, text } = await job();
    Object.assign(here.env, before);
    expect(code).toBe(1);
    expect(text).toContain("Quay could not be compared with the program (exit code 1)");
    expect(text).not.toContain("Quay is not what the program says");
    expect(text).toContain(reason);
  });

  it("also does so when Quay cannot be reached, and drops nothing", async () => {
    const before = Object.keys(here.state());
    await here.quay.close();
    const { code, text } = await gitlab();
    expect(code).toBe(1);
    expect(text).toContain("gave no answer to GET");
    expect(Object.keys(here.state())).toEqual(before);
  }, 240_000);
});
