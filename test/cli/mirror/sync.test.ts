import { type LocalQuay, startQuay } from "../../../local-quay";
import { LONG_AGO, mirrorAlpine, mirrorOrganization } from "../../mirrors";
import { command } from "../command";

describe("pulumi-quay mirror sync", () => {
  const cli = command();
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  const env = () => ({ QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
  const run = (...args: string[]) => cli.run(["mirror", ...args], env());
  const start = (...args: string[]) => cli.start(["mirror", ...args], env());
  function step(times = 1) {
    for (let done = 0; done < times; done++) quay.runMirrors();
  }
  const alpine = () => quay.store.repository("acme", "alpine");
  const writes = () => quay.requests.filter(({ method }) => method !== "GET").map(({ path }) => path);
  const none = "None begins by itself until pulumi-quay mirror sync";

  it("asks Quay for one repository and one organization, and does not wait", async () => {
    await mirrorAlpine(quay);
    await mirrorOrganization(quay);
    quay.requests.length = 0;
    const { code, stdout, stderr } = await run("sync", "acme/alpine", "copies");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe(
      "Quay synchronizes acme/alpine as soon as one of its workers is free.\n" +
        "Quay synchronizes copies as soon as one of its workers is free.\n",
    );
    expect(alpine()?.mirror?.status).toBe("SYNC_NOW");
    expect(quay.store.organization("copies")?.mirror?.status).toBe("SYNC_NOW");
    expect(writes()).toHaveLength(2);
  });

  it("--wait tells each of Quay's steps, and ends with its SUCCESS", async () => {
    await mirrorAlpine(quay);
    const waiting = start("sync", "--wait", "acme/alpine");
    await waiting.says(/^acme\/alpine: SYNC_NOW\.$/m);
    step();
    await waiting.says(/^acme\/alpine: SYNCING\.$/m);
    step();
    const { code, stdout, stderr } = await waiting.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr.endsWith("acme/alpine: SYNC_NOW.\nacme/alpine: SYNCING.\nacme/alpine: SUCCESS.\n")).toBe(true);
    expect(alpine()?.tags.map(({ name }) => name)).toEqual(["3.20", "3.21"]);
  });

  it("--wait ends with FAIL, the retries and where Quay says why, and with CANCEL", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO });
    quay.remoteRegistries["docker.io"] = { logins: { acme: "elsewhere-password" } };
    const failing = start("sync", "--wait", "acme/alpine");
    await failing.says(/SYNC_NOW/);
    step(2);
    const { code, stderr } = await failing.ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("acme/alpine: FAIL. Quay tries again 2 times. Why is in the repository's log in Quay.\n"),
    ]);
    const cancelled = start("sync", "--wait", "acme/alpine");
    await cancelled.says(/SYNC_NOW/);
    step();
    expect(await run("cancel", "acme/alpine")).toMatchObject({ code: 0 });
    const ended = await cancelled.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`acme/alpine: CANCEL. ${none} acme/alpine.\n`);
  });

  it("--wait follows an organization to the last of its repositories, and names those that failed", async () => {
    await mirrorOrganization(quay);
    const waiting = start("sync", "--wait", "copies");
    await waiting.says(/^copies: SYNC_NOW\.$/m);
    step();
    await waiting.says(/^copies: SYNCING, looking for repositories\.$/m);
    step();
    await waiting.says(/^copies: SYNCING, 0 of 2 repositories\.$/m);
    step(2);
    const succeeded = await waiting.ended;
    expect(succeeded.code).toBe(0);
    expect(succeeded.stderr).toContain("\ncopies: SUCCESS, 2 repositories.\n");

    const partly = start("sync", "--wait", "copies");
    await partly.says(/SYNC_NOW/);
    step(2);
    quay.remoteRegistries["registry.example.com"] = { repositories: { "acme/base": ["1"] } };
    step(2);
    const failed = await partly.ended;
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain(
      "copies: 1 of 2 repositories failed.\n" +
        "copies/tools: FAIL: Failed to list tags for 'registry.example.com/acme/tools': skopeo list-tags failed\n",
    );
  });

  it("--wait counts the repositories itself on a Quay that does not, and fails when none can be found", async () => {
    await mirrorOrganization(quay, { sync_start_date: LONG_AGO });
    const path = "GET /v1/organization/{orgname}/mirror";
    const waiting = start("sync", "--wait", "copies");
    await waiting.says(/SYNC_NOW/);
    step(3);
    const shown = await fetch(`${quay.url}/api/v1/organization/copies/mirror`, {
      headers: { authorization: `Bearer ${quay.token}` },
    });
    const { repo_sync_status_counts, ...older } = (await shown.json()) as Record<string, unknown>;
    expect(repo_sync_status_counts).toMatchObject({ SYNCING: 2 });
    quay.fail(path, { status: 200, body: older }, { times: Number.POSITIVE_INFINITY });
    await waiting.says(/SYNCING, 0 of 2 repositories/);
    step();
    expect((await waiting.ended).code).toBe(0);
    quay.reset();

    await mirrorOrganization(quay, { external_registry_password: "wrong", sync_start_date: LONG_AGO });
    const failing = start("sync", "--wait", "copies");
    await failing.says(/SYNC_NOW/);
    step(2);
    const { code, stderr } = await failing.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^copies: FAIL\. Quay tries again 2 times\. Why is told by pulumi-quay mirror verify copies\.$/m,
    );
  });

  it("gives up after --wait-timeout, and when interrupted, and says that Quay goes on", async () => {
    await mirrorAlpine(quay);
    const goesOn = "Quay goes on with acme/alpine. To end that: pulumi-quay mirror cancel acme/alpine\n";
    const late = await run("sync", "--wait", "--wait-timeout", "1", "acme/alpine");
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining(`Not done after 1 s: ${goesOn}`)]);
    expect(alpine()?.mirror?.status).toBe("SYNC_NOW");
    const waiting = start("sync", "--wait", "acme/alpine");
    await waiting.says(/SYNC_NOW/);
    waiting.child.kill("SIGINT");
    const { code, stderr } = await waiting.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining(`Interrupted: ${goesOn}`)]);
    expect(alpine()?.mirror?.status).toBe("SYNC_NOW");
    expect(writes().filter((path) => path.endsWith("cancel"))).toEqual([]);
  });

  it("asks for nothing while Quay is at it, and waits for that", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO });
    step();
    quay.requests.length = 0;
    const waiting = start("sync", "--wait", "acme/alpine");
    await waiting.says(/Quay synchronizes acme\/alpine already\./);
    step();
    expect((await waiting.ended).code).toBe(0);
    expect(writes()).toEqual([]);
  });

  it("takes it for begun when a worker was faster than the request", async () => {
    await mirrorAlpine(quay);
    const answer = { status: 404, title: "not_found", error_type: "not_found", detail: "Not Found" };
    const path = "POST /v1/repository/{repository}/mirror/sync-now";
    quay.fail(path, { status: 404, body: answer }, { after: true });
    const slow = await run("sync", "acme/alpine");
    expect(slow).toMatchObject({ code: 1, stderr: expect.stringContaining("Not Found (404)") });
    step();
    quay.fail("GET /v1/repository/{repository}/mirror", {
      status: 200,
      body: {
        ...{ is_enabled: true, external_reference: "docker.io/library/alpine", robot_username: null },
        ...{ sync_status: "SUCCESS", sync_retries_remaining: 3, sync_start_date: null, sync_interval: 86_400 },
        ...{ root_rule: { rule_kind: "tag_glob_csv", rule_value: ["*"] }, skopeo_timeout_interval: 300 },
      },
    });
    expect(await run("sync", "acme/alpine")).toMatchObject({
      code: 0,
      stderr: "Quay synchronizes acme/alpine already.\n",
    });
  });

  it("refuses what Quay would take and never run", async () => {
    await mirrorAlpine(quay);
    await mirrorOrganization(quay, { is_enabled: false });
    Object.assign(alpine() ?? {}, { state: "NORMAL" });
    quay.requests.length = 0;
    const { code, stderr } = await run("sync", "acme/alpine", "copies");
    expect([code, stderr]).toEqual([
      1,
      "acme/alpine is in the state NORMAL, and Quay mirrors only into repositories in the state MIRROR.\n" +
        "The mirror of copies is disabled, and Quay runs none that is.\n",
    ]);
    expect(writes()).toEqual([]);
  });

  it("says what is missing, and does the others", async () => {
    await mirrorAlpine(quay);
    quay.push("acme/web", "v1");
    const { code, stderr } = await run("sync", "acme/web", "acme/none", "nobody", "acme", "acme/alpine");
    expect(code).toBe(1);
    for (const reason of [
      "acme/web is no mirror.",
      "There is no repository acme/none.",
      "There is no organization nobody.",
      "acme is no mirror.",
      "Quay synchronizes acme/alpine as soon as",
    ])
      expect(stderr).toContain(reason);
    quay.features.REPO_MIRROR = false;
    expect(await run("sync", "acme/alpine")).toMatchObject({
      code: 1,
      stderr: "This Quay has FEATURE_REPO_MIRROR switched off: no repository is a mirror.\n",
    });
  });

  it.each([
    [["sync"], "missing required argument"],
    [["sync", "Acme/alpine"], "\"Acme\" is not an organization's or user's name."],
    [["sync", "--wait-timeout", "soon", "acme"], "It is a number of seconds from 1."],
  ])("%j is a wrong usage", async (args, reason) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
    expect(quay.requests).toEqual([]);
  });
});
