import { functions } from "../../../provider/functions";
import { invoke } from "../../../provider/functions/invoke";
import { Connections } from "../../../provider/serve/connections";
import { harness } from "../../harness";
import { FAR_OFF, mirrorAlpine, mirrorOrganization } from "../../mirrors";

describe("The functions of mirrors:", () => {
  const at = harness();
  const connections = new Connections();
  afterAll(() => connections.close());

  const call = (name: string, args: Record<string, unknown>, token = at.quay.token) => {
    const settings: Record<string, string> = { "quay:url": at.quay.url, "quay:token": token };
    return invoke(
      functions,
      name,
      connections.get((key) => settings[key]),
      args,
    );
  };
  function run(times: number) {
    for (let step = 0; step < times; step++) at.quay.runMirrors();
  }
  const syncNow = (of: string) => at.callQuay(`POST /v1/${of}/mirror/sync-now`);

  describe("getMirrorStatus", () => {
    const status = async (args: object, token?: string) => {
      const answered = await call("getMirrorStatus", args as Record<string, unknown>, token);
      return "result" in answered ? answered.result : answered;
    };

    it("tells how the mirror of a repository is doing, without its credentials", async () => {
      await mirrorAlpine(at.quay, {
        external_registry_username: "me",
        external_registry_password: "elsewhere-password",
      });
      at.requested();
      const idle = {
        ...{ status: "NEVER_RUN", active: true, source: "docker.io/library/alpine", robot: "acme+sync", retries: 3 },
        nextSync: FAR_OFF,
      };
      expect(await status({ repository: "acme/alpine" })).toEqual(idle);
      expect(at.requested()).toEqual([
        "GET /config",
        "GET /v1/repository/{repository}/mirror",
        "GET /v1/repository/{repository}",
      ]);
      await syncNow("repository/acme/alpine");
      expect(await status({ repository: "acme/alpine" })).toEqual({ ...idle, status: "SYNC_NOW" });
      run(1);
      expect(await status({ repository: "acme/alpine" })).toEqual({ ...idle, status: "SYNCING" });
      run(1);
      const { nextSync, ...succeeded } = (await status({ repository: "acme/alpine" })) as { nextSync: string };
      expect(succeeded).toMatchObject({ status: "SUCCESS" });
      expect(Date.parse(nextSync)).toBeLessThan(Date.parse(FAR_OFF));
    });

    it("has no next time for a cancelled or disabled mirror, nor for one whose repository is no mirror any longer", async () => {
      await mirrorAlpine(at.quay);
      await syncNow("repository/acme/alpine");
      await at.callQuay("POST /v1/repository/acme/alpine/mirror/sync-cancel");
      const cancelled = await status({ repository: "acme/alpine" });
      expect(cancelled).toMatchObject({ status: "CANCEL", active: true, retries: 0 });
      expect(cancelled).not.toHaveProperty("nextSync");
      await syncNow("repository/acme/alpine");
      await at.callQuay("PUT /v1/repository/acme/alpine/changestate", { state: "READ_ONLY" });
      const dormant = await status({ repository: "acme/alpine" });
      expect(dormant).toMatchObject({ status: "SYNC_NOW", active: false, retries: 1 });
      expect(dormant).not.toHaveProperty("nextSync");
      await at.callQuay("PUT /v1/repository/acme/alpine/changestate", { state: "MIRROR" });
      await at.callQuay("PUT /v1/repository/acme/alpine/mirror", { is_enabled: false });
      expect(await status({ repository: "acme/alpine" })).toMatchObject({ active: false });
    });

    it("counts the repositories of an organization's mirror", async () => {
      await mirrorOrganization(at.quay);
      await syncNow("organization/copies");
      run(3);
      expect(await status({ organization: "copies" })).toEqual({
        ...{
          status: "SUCCESS",
          active: true,
          source: "https://registry.example.com/acme",
          robot: "copies+sync",
          retries: 3,
        },
        nextSync: expect.stringMatching(/Z$/),
        repositories: expect.objectContaining({ SYNCING: 2, SUCCESS: 0 }),
      });
    });

    it("says what is missing: the mirror, the repository, the organization, the right, the feature", async () => {
      await mirrorAlpine(at.quay);
      at.quay.push("acme/web", "v1");
      await expect(status({ repository: "acme/web" })).rejects.toThrow("acme/web is no mirror.");
      await expect(status({ repository: "acme/none" })).rejects.toThrow("There is no repository acme/none.");
      await expect(status({ organization: "acme" })).rejects.toThrow("acme is no mirror.");
      await expect(status({ organization: "nobody" })).rejects.toThrow("There is no organization nobody.");
      const jane = at.quay.mint({ user: "jane", scope: "repo:admin org:admin user:read" });
      await expect(status({ organization: "acme" }, jane)).rejects.toThrow(
        "The token acts as jane, who is in no team of acme",
      );
      await expect(status({ organization: "acme" }, "expired")).rejects.toThrow("Quay does not accept the token");
      at.quay.features.REPO_MIRROR = false;
      await expect(status({ repository: "acme/alpine" })).rejects.toThrow(
        "This Quay has FEATURE_REPO_MIRROR switched off: no repository is a mirror.",
      );
      at.quay.features.ORG_MIRROR = false;
      await expect(status({ organization: "acme" })).rejects.toThrow("FEATURE_ORG_MIRROR switched off");
    });

    it("wants either a repository or an organization", async () => {
      const failures = [{ property: "", reason: "Give either repository or organization." }];
      expect(await status({})).toEqual({ failures });
      expect(await status({ repository: "acme/web", organization: "acme" })).toEqual({ failures });
    });
  });

  describe("getMirrorHealth", () => {
    const path = "GET /v1/repository/mirror/health";
    const health = async (args: object, token?: string) => {
      const answered = await call("getMirrorHealth", args as Record<string, unknown>, token);
      return "result" in answered ? answered.result : answered;
    };
    const numbers = { total: 1, syncing: 0, completed: 0, failed: 0, neverRun: 0 };

    it("counts mirrors by their status; unhealthy ones are an answer, which is asked for once", async () => {
      await mirrorAlpine(at.quay);
      const neverRun = "Repository acme/alpine has never been synced";
      expect(await health({ namespace: "acme" })).toEqual({
        ...{ healthy: true, ...numbers, neverRun: 1, checked: expect.stringMatching(/Z$/) },
        issues: [{ severity: "warning", message: neverRun }],
      });
      at.quay.remoteRegistries["docker.io"] = {};
      await syncNow("repository/acme/alpine");
      run(2);
      at.requested();
      const unhealthy = { healthy: false, ...numbers, failed: 1, issues: [{ severity: "critical" }] };
      expect(await health({ namespace: "acme" })).toMatchObject(unhealthy);
      expect(at.requested()).toEqual(["GET /config", path]);
      expect(await health({})).toMatchObject(unhealthy);
      expect(at.quay.requests.at(-1)).toMatchObject({ status: 503 });
    });

    it("lists the mirrors, a thousand in a request", async () => {
      await mirrorAlpine(at.quay);
      const { store } = at.quay;
      const [acme, alpine] = [store.organization("acme"), store.repository("acme", "alpine")];
      for (let n = 0; n < 1000; n++) {
        const one = store.addRepository(acme as never, `copy-${n}`);
        Object.assign(one, { state: "MIRROR", mirror: alpine?.mirror });
      }
      at.requested();
      const { mirrors, ...rest } = (await health({ namespace: "acme", detailed: true })) as { mirrors: object[] };
      expect(rest).toMatchObject({ total: 1001 });
      expect(mirrors).toHaveLength(1001);
      expect(mirrors[0]).toEqual({ repository: "acme/alpine", status: "NEVER_RUN", retries: 3 });
      expect(at.requested()).toEqual(["GET /config", path, path]);
    });

    it("a 503 without mirrors in it is no answer: it is asked again", async () => {
      await mirrorAlpine(at.quay);
      at.quay.fail(path, 503);
      at.requested();
      expect(await health({})).toMatchObject({ healthy: true, total: 1 });
      expect(at.requested()).toEqual(["GET /config", path, path]);
    });

    it("is for members and, without a namespace, for superusers with full access", async () => {
      await mirrorAlpine(at.quay);
      const jane = at.quay.mint({ user: "jane", scope: "org:admin user:read" });
      await expect(health({}, jane)).rejects.toThrow("only to superusers with full access: give a namespace.");
      await expect(health({ namespace: "acme" }, jane)).rejects.toThrow(
        "The token acts as jane, who is in no team of acme.",
      );
      await expect(health({ namespace: "nobody" }, jane)).rejects.toThrow("There is no organization or user nobody.");
      expect(await health({ namespace: "jane" }, jane)).toMatchObject({ healthy: true, total: 0 });
      at.quay.features.REPO_MIRROR = false;
      await expect(health({})).rejects.toThrow("FEATURE_REPO_MIRROR switched off");
    });
  });

  describe("getOrganizationMirrorRepositories", () => {
    const list = (args: object) => call("getOrganizationMirrorRepositories", args as Record<string, unknown>);

    it("lists what was found, with Quay's reason for a failure", async () => {
      await mirrorOrganization(at.quay);
      expect(await list({ organization: "copies" })).toEqual({ result: { repositories: [] } });
      await syncNow("organization/copies");
      run(2);
      const found = { status: "SYNC_NOW", found: expect.stringMatching(/Z$/) };
      expect(await list({ organization: "copies" })).toEqual({
        result: {
          repositories: [
            { ...found, name: "base" },
            { ...found, name: "tools" },
          ],
        },
      });
      at.quay.remoteRegistries["registry.example.com"] = { repositories: { "acme/base": ["1"] } };
      run(2);
      const message = "Failed to list tags for 'registry.example.com/acme/tools': skopeo list-tags failed";
      expect(await list({ organization: "copies", status: "FAIL" })).toMatchObject({
        result: { repositories: [{ name: "tools", repository: "copies/tools", status: "FAIL", message }] },
      });
    });

    it("takes five hundred in a request", async () => {
      await mirrorOrganization(at.quay);
      const many = Array.from({ length: 501 }, (_, n) => [`acme/r${n}`, ["1"]]);
      at.quay.remoteRegistries["registry.example.com"] = { repositories: Object.fromEntries(many) };
      await syncNow("organization/copies");
      run(2);
      at.requested();
      const { result } = (await list({ organization: "copies" })) as { result: { repositories: object[] } };
      expect(result.repositories).toHaveLength(501);
      const path = "GET /v1/organization/{orgname}/mirror/repositories";
      expect(at.requested()).toEqual(["GET /config", path, path]);
    });

    it("fails for what is no mirror, without the feature, and for a status that Quay has not", async () => {
      await at.callQuay("POST /v1/organization/", { name: "acme" });
      await expect(list({ organization: "acme" })).rejects.toThrow("acme is no mirror.");
      await expect(list({ organization: "nobody" })).rejects.toThrow("There is no organization nobody.");
      expect(await list({ organization: "acme", status: "DONE" })).toMatchObject({
        failures: [{ property: "status" }],
      });
      at.quay.features.ORG_MIRROR = false;
      await expect(list({ organization: "acme" })).rejects.toThrow("FEATURE_ORG_MIRROR switched off");
    });
  });
});
