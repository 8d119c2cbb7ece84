import { parse } from "yaml";
import { ProjectDirectory } from "./project-directory";

describe("The drift workflow", () => {
  const project = new ProjectDirectory({ example: "drift" });

  /** The steps that GitHub runs, the later ones also after a failure, and the summary that it shows. */
  async function github() {
    const { jobs } = parse(await project.read(".github/workflows/drift.yml")) as {
      jobs: { drift: { steps: { run?: string }[] } };
    };
    const scripts = jobs.drift.steps.flatMap(({ run }) => (run && run !== "npm ci" ? [run] : []));
    await project.write("summary.md", "");
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

  beforeAll(async () => {
    Object.assign(project.env, { STACK: "dev", GITHUB_STEP_SUMMARY: "summary.md" });
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
    "for %s fails when something was changed in Quay, reports the change, and corrects nothing",
    async (_, job) => {
      const [web, ops] = [project.quay.store.repository("acme", "web"), project.quay.store.team("acme", "ops")];
      Object.assign(web ?? {}, { isPublic: true });
      if (web && ops) project.quay.store.ungrant(web, ops);
      const { code, text } = await job();
      expect(code).toBe(7);
      const lines = text.split("\n").map((line) => line.trim().replace(/ +:/, ":"));
      expect(lines).toEqual(expect.arrayContaining(['~ visibility: "public" => "private"']));
      expect(text).toContain("Quay is not what the program says");
      expect(text).toContain("RepositoryTeamPermission::ops-push-web");
      expect(text).toContain("+ 1 to create");
      expect(web?.isPublic).toBe(true);
      if (web && ops) project.quay.store.grant(web, ops, "write");
      Object.assign(web ?? {}, { isPublic: false });
    },
  );

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
