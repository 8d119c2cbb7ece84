import { type LocalQuay, startQuay } from "../../local-quay";
import { LONG_AGO, mirrorOrganization } from "../mirrors";
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

describe("A mirror of an organization", () => {
  const path = "/organization/copies/mirror";
  const shown = async () => (await ask(`GET ${path}`)).body;
  const listed = async (query = "") => (await ask(`GET ${path}/repositories${query}`)).body;
  const statuses = async () =>
    Object.fromEntries(
      (await listed()).repositories.map((one: { name: string; sync_status: string }) => [one.name, one.sync_status]),
    );

  it("finds the repositories that a filter matches, and then syncs each of them", async () => {
    await mirrorOrganization(quay, { repository_filters: ["b*", "tools"], visibility: "public" });
    await ask(`POST ${path}/sync-now`);
    run(1);
    expect(await shown()).toMatchObject({ sync_status: "SYNCING", sync_expiration_date: expect.any(String) });
    expect((await ask(`POST ${path}/sync-now`)).body.detail).toBe("Cannot trigger sync: mirror is currently syncing");
    run(1);
    expect(await shown()).toMatchObject({
      ...{ sync_status: "SUCCESS", sync_expiration_date: null },
      repo_sync_status_counts: { SYNC_NOW: 2, SYNCING: 0 },
    });
    expect((await listed()).repositories[0]).toMatchObject({
      name: "base",
      quay_repository: null,
      last_sync_date: null,
    });
    run(1);
    expect(await statuses()).toEqual({ base: "SYNCING", tools: "SYNCING" });
    run(1);
    expect(await listed("?status=SUCCESS&limit=1")).toMatchObject({
      ...{ page: 1, limit: 1, total: 2, has_next: true },
      repositories: [{ name: "base", quay_repository: "copies/base", status_message: null }],
    });
    expect(await listed("?page=2&limit=1")).toMatchObject({ has_next: false, repositories: [{ name: "tools" }] });
    expect(quay.store.repository("copies", "base")).toMatchObject({ state: "ORG_MIRROR", isPublic: true });
    expect(await tagsOf("copies/base")).toHaveLength(2);
  });

  it("skips what no filter matches any longer, and takes it up again", async () => {
    await mirrorOrganization(quay, { sync_start_date: LONG_AGO });
    run(4);
    expect(await statuses()).toEqual({ base: "SUCCESS", tools: "SUCCESS" });
    await ask(`PUT ${path}`, { body: { repository_filters: ["base"], sync_start_date: LONG_AGO } });
    run(2);
    expect(await statuses()).toEqual({ base: "SUCCESS", tools: "SKIP" });
    await ask(`PUT ${path}`, { body: { repository_filters: [], sync_start_date: LONG_AGO } });
    run(4);
    expect(await statuses()).toEqual({ base: "SUCCESS", tools: "SUCCESS" });
  });

  it("fails without the login, and its repositories with Quay's message when theirs are gone", async () => {
    await mirrorOrganization(quay, { external_registry_password: "wrong", sync_start_date: LONG_AGO });
    expect((await ask(`POST ${path}/verify`)).body).toEqual({ success: false, message: "Authentication failed" });
    run(2);
    expect(await shown()).toMatchObject({ sync_status: "FAIL", sync_retries_remaining: 2 });
    await ask(`PUT ${path}`, { body: { external_registry_password: "elsewhere-password" } });
    expect((await ask(`POST ${path}/verify`)).body).toEqual({ success: true, message: "Connection successful" });
    run(2);
    quay.remoteRegistries["registry.example.com"] = { repositories: { "acme/base": ["1"] } };
    run(2);
    expect((await listed("?status=FAIL")).repositories).toMatchObject([
      {
        name: "tools",
        status_message: "Failed to list tags for 'registry.example.com/acme/tools': skopeo list-tags failed",
      },
    ]);
    await ask(`PUT ${path}`, { body: { external_namespace: "nobody" } });
    expect((await ask(`POST ${path}/verify`)).body.message).toBe("Namespace 'nobody' not found");
  });

  it("once cancelled cancels its repositories, and runs only when asked to", async () => {
    await mirrorOrganization(quay, { sync_start_date: LONG_AGO });
    run(3);
    expect((await ask(`POST ${path}/sync-cancel`)).status).toBe(204);
    run(3);
    expect(await statuses()).toEqual({ base: "CANCEL", tools: "CANCEL" });
    expect(await shown()).toMatchObject({ sync_status: "CANCEL", sync_retries_remaining: 0, sync_start_date: null });
    await ask(`POST ${path}/sync-now`);
    run(4);
    expect(await statuses()).toEqual({ base: "SUCCESS", tools: "SUCCESS" });
  });

  it("does not run when disabled, even when asked to", async () => {
    await mirrorOrganization(quay, { is_enabled: false });
    await ask(`POST ${path}/sync-now`);
    run(4);
    expect(await shown()).toMatchObject({ sync_status: "SYNC_NOW" });
  });
});
