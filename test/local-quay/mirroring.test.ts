import { type LocalQuay, type RepositoryMirror, startQuay } from "../../local-quay";
import { glob } from "../../local-quay/names";
import { elsewhere, FAR_OFF, LONG_AGO, mirrorAlpine } from "../mirrors";
import { apiClient } from "./api-client";

let quay: LocalQuay;
beforeAll(async () => {
  quay = await startQuay();
});
beforeEach(() => quay.reset());
afterAll(() => quay.close());

const ask = apiClient(() => quay);

function run(times: number) {
  for (let step = 0; step < times; step++) quay.runMirrors();
}

const tagsOf = async (repository: string) =>
  (await ask(`GET /repository/${repository}/tag/?onlyActiveTags=true`)).body.tags.map(
    ({ name }: { name: string }) => name,
  );

describe("A mirror of a repository", () => {
  const path = "/repository/acme/alpine/mirror";
  const shown = async () => (await ask(`GET ${path}`)).body;
  const mirror = () => quay.store.repository("acme", "alpine")?.mirror as RepositoryMirror;

  it("begins when it is asked to, and pulls the tags that a glob matches with the next step", async () => {
    await mirrorAlpine(quay);
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "NEVER_RUN", sync_start_date: FAR_OFF });
    expect((await ask(`POST ${path}/sync-now`)).status).toBe(204);
    expect(await shown()).toMatchObject({ sync_status: "SYNC_NOW", sync_expiration_date: null });
    run(1);
    expect(await shown()).toMatchObject({ sync_status: "SYNCING", sync_expiration_date: expect.stringMatching(/Z$/) });
    expect((await ask(`POST ${path}/sync-now`)).status).toBe(404);
    expect(await tagsOf("acme/alpine")).toEqual([]);
    run(1);
    expect(await shown()).toMatchObject({
      sync_status: "SUCCESS",
      sync_retries_remaining: 3,
      sync_expiration_date: null,
    });
    expect((await tagsOf("acme/alpine")).sort()).toEqual(["3.20", "3.21"]);
    run(3);
    expect(await shown()).toMatchObject({ sync_status: "SUCCESS" });
  });

  it("keeps to the beat of its interval, pulls only what changed, and deletes what is there no longer", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO });
    run(2);
    const { sync_start_date: next } = await shown();
    const wait = Date.parse(next) - Date.now();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(3_600_000);
    expect((Date.parse(next) - Date.parse(LONG_AGO)) % 3_600_000).toBe(0);
    const kept = quay.store.repository("acme", "alpine")?.tags.find(({ name }) => name === "3.21");
    quay.remoteRegistries["docker.io"] = { repositories: { "library/alpine": ["3.21", "3.22"] } };
    mirror().settings.sync_start_date = LONG_AGO;
    run(2);
    expect((await tagsOf("acme/alpine")).sort()).toEqual(["3.21", "3.22"]);
    expect(quay.store.repository("acme", "alpine")?.tags.filter(({ name }) => name === "3.21")).toEqual([kept]);
  });

  it("fails without the login, or for a repository that is not there, and tries again until the retries are used up", async () => {
    await mirrorAlpine(quay, { external_reference: "registry.example.com/acme/base", sync_start_date: LONG_AGO });
    quay.remoteRegistries["registry.example.com"] = elsewhere;
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "FAIL", sync_retries_remaining: 2, sync_start_date: LONG_AGO });
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "FAIL", sync_retries_remaining: 1 });
    mirror().settings.external_reference = "registry.example.com/acme/nothing";
    mirror().settings.external_registry_username = "acme";
    mirror().password = "elsewhere-password";
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "FAIL", sync_retries_remaining: 3 });
    expect(Date.parse(mirror().settings.sync_start_date as string)).toBeGreaterThan(Date.now());
    mirror().settings.external_reference = "registry.example.com/acme/base";
    mirror().settings.root_rule.rule_value = ["*"];
    await ask(`POST ${path}/sync-now`);
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "SUCCESS" });
    expect((await tagsOf("acme/alpine")).sort()).toEqual(["1", "2"]);
  });

  it("is cancelled while it waits or runs, and then runs only when asked to", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO });
    run(1);
    expect((await ask(`POST ${path}/sync-cancel`)).status).toBe(204);
    run(3);
    expect(await shown()).toMatchObject({ sync_status: "CANCEL", sync_retries_remaining: 0 });
    expect((await ask(`POST ${path}/sync-cancel`)).status).toBe(404);
    await ask(`POST ${path}/sync-now`);
    expect((await ask(`POST ${path}/sync-cancel`)).status).toBe(204);
    await ask(`POST ${path}/sync-now`);
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "SUCCESS" });
  });

  it("does not run in another state, by the schedule when disabled, without the feature, or in a read-only registry", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO, is_enabled: false });
    run(2);
    expect(mirror().status).toBe("NEVER_RUN");
    await ask(`POST ${path}/sync-now`);
    const repository = quay.store.repository("acme", "alpine");
    if (repository) repository.state = "NORMAL";
    run(2);
    if (repository) repository.state = "MIRROR";
    quay.features.REPO_MIRROR = false;
    run(2);
    quay.features.REPO_MIRROR = true;
    quay.registryState = "readonly";
    run(2);
    expect(mirror().status).toBe("SYNC_NOW");
    quay.registryState = "normal";
    run(2);
    expect(mirror().status).toBe("SUCCESS");
  });

  it("with the interval 0 never ends, and fails where a tag is immutable", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO, sync_interval: 0 });
    run(5);
    expect(mirror().status).toBe("SYNCING");
    mirror().settings.sync_interval = 60;
    run(1);
    expect(mirror().status).toBe("SUCCESS");
    for (const tag of quay.store.repository("acme", "alpine")?.tags ?? [])
      Object.assign(tag, { immutable: true, digest: "sha256:00" });
    await ask(`POST ${path}/sync-now`);
    run(2);
    expect(mirror().status).toBe("FAIL");
  });

  it("takes globs as Python's fnmatch does", () => {
    const matching = (pattern: string) => ["v1", "v1.2", "V1", "a/b", "v]"].filter((tag) => glob(pattern).test(tag));
    expect(matching("v?")).toEqual(["v1", "v]"]);
    expect(matching("*")).toEqual(["v1", "v1.2", "V1", "a/b", "v]"]);
    expect(matching("v[0-9]*")).toEqual(["v1", "v1.2"]);
    expect(matching("v[!0-9]*")).toEqual(["v]"]);
    expect(matching("v[]]")).toEqual(["v]"]);
    expect(matching("v1.2")).toEqual(["v1.2"]);
    expect(matching("v[9-0]")).toEqual([]);
  });
});

describe("Health", () => {
  const health = (query = "namespace=acme", token?: string) => ask(`GET /repository/mirror/health?${query}`, { token });

  it("counts enabled mirrors by their status, and is 503 with the same body when more than a fifth fail", async () => {
    await mirrorAlpine(quay, { sync_start_date: LONG_AGO });
    expect(await health()).toMatchObject({
      status: 200,
      body: { healthy: true, repositories: { total: 1, never_run: 1 }, issues: [{ severity: "warning" }] },
    });
    quay.remoteRegistries["docker.io"] = {};
    run(1);
    expect((await health()).body.repositories).toMatchObject({ syncing: 1, never_run: 0 });
    run(1);
    const failing = await health("namespace=acme&detailed=true&limit=1");
    expect(failing).toMatchObject({
      status: 503,
      body: {
        healthy: false,
        workers: { status: "degraded" },
        repositories: {
          ...{ total: 1, failed: 1, pagination: { limit: 1, offset: 0, has_more: false } },
          details: [{ namespace: "acme", repository: "alpine", sync_status: "FAIL", retries_remaining: 2 }],
        },
        issues: [{ severity: "critical", message: "100.0% of repositories are failing (threshold: 20.0%)" }],
      },
    });
  });

  it("of everything is for superusers with full access, of a namespace for its members", async () => {
    await mirrorAlpine(quay);
    const jane = quay.mint({ user: "jane", scope: "org:admin" });
    expect((await health("")).status).toBe(200);
    expect((await health("", jane)).status).toBe(403);
    expect((await health("namespace=acme", jane)).status).toBe(403);
    expect((await health("namespace=jane", jane)).status).toBe(200);
    expect((await health("namespace=nobody", jane)).status).toBe(404);
  });
});

it("mirrors run by themselves in a server that was told to", async () => {
  const other = await startQuay({ mirroring: 5 });
  await mirrorAlpine(other, { sync_start_date: LONG_AGO });
  while (other.store.repository("acme", "alpine")?.mirror?.status !== "SUCCESS")
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(other.store.repository("acme", "alpine")?.tags).toHaveLength(2);
  await other.close();
});
