import type { RepositoryMirror } from "../../../local-quay/model";
import { harness, type State } from "../../harness";
import { prepare } from "../../kinds";

describe("The configuration of a RepositoryMirror", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const least = {
    repository: "acme/web",
    externalReference: "docker.io/library/alpine",
    robot: "acme+sync",
    tags: ["3.*"],
  };
  const route = "/v1/repository/{repository}/mirror";
  const single = "GET /v1/repository/{repository}";
  const state = "PUT /v1/repository/{repository}/changestate";
  const repository = () => at.quay.store.repository("acme", "web");
  const mirror = () => repository()?.mirror as RepositoryMirror;
  const bodies = () => at.quay.requests.flatMap(({ body, route }) => (route.endsWith("/mirror") && body ? [body] : []));
  const setState = (to: string) => at.callQuay("PUT /v1/repository/acme/web/changestate", { state: to });
  beforeEach(async () => {
    await prepare(at.quay, "RepositoryMirror");
    at.requested();
  });

  it("is made with the whole configuration, so that proxies of a later change are all kept", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    const [body] = bodies();
    expect(body).toMatchObject({
      external_registry_config: {
        verify_tls: true,
        unsigned_images: false,
        proxy: { http_proxy: null, https_proxy: null, no_proxy: null },
      },
      is_enabled: true,
      external_registry_username: null,
      external_registry_password: null,
    });
    await at.run("RepositoryMirror").update(made, { ...least, httpProxy: "http://a", httpsProxy: "http://b" });
    expect(mirror().settings.external_registry_config).toMatchObject({
      proxy: { http_proxy: "http://a", https_proxy: "http://b", no_proxy: null },
    });
  });

  it("is made over the configuration of a former mirror, of which nothing survives", async () => {
    const former = await at.run("RepositoryMirror").create({
      ...{ ...least, robot: "acme+other", tags: ["*"], syncIntervalSeconds: 60, timeoutSeconds: 900, enabled: false },
      ...{ username: "mallory", password: "old-secret", verifyTls: false, unsignedImages: true },
      ...{ httpProxy: "http://a", httpsProxy: "http://b", noProxy: "c", architectures: ["s390x"] },
    });
    await setState("NORMAL");
    at.requested();
    const made = await at.run("RepositoryMirror").create(least);
    expect(at.requested()).toEqual([`POST ${route}`, single, `GET ${route}`, `PUT ${route}`, state]);
    expect(repository()?.state).toBe("MIRROR");
    expect(mirror().password).toBeNull();
    expect(await at.run("RepositoryMirror").refresh(made)).toEqual(made);
    expect(mirror().settings).toMatchObject({
      ...{ is_enabled: true, external_registry_username: null, architecture_filter: [], sync_interval: 86_400 },
      external_registry_config: {
        ...{ verify_tls: true, unsigned_images: false },
        proxy: { http_proxy: null, https_proxy: null, no_proxy: null },
      },
    });
    expect(former.outputs).toMatchObject({ enabled: false });
  });

  it("made over a configuration without proxies has all of its own", async () => {
    await at.callQuay("POST /v1/repository/acme/web/mirror", {
      ...{ external_reference: "docker.io/library/busybox", sync_interval: 60, robot_username: "acme+sync" },
      ...{ sync_start_date: "2035-01-01T00:00:00Z", skopeo_timeout_interval: 300 },
      root_rule: { rule_kind: "tag_glob_csv", rule_value: ["*"] },
    });
    await setState("READ_ONLY");
    const proxies = { httpProxy: "http://a", httpsProxy: "http://b", noProxy: "c" };
    const made = await at.run("RepositoryMirror").create({ ...least, ...proxies });
    expect(await at.run("RepositoryMirror").refresh(made)).toEqual(made);
    expect(made.outputs).toMatchObject(proxies);
  });

  it("adopted without proxies gets all of them by an update that sends them twice", async () => {
    await at.callQuay("POST /v1/repository/acme/web/mirror", {
      ...{ external_reference: least.externalReference, sync_interval: 86_400, robot_username: "acme+sync" },
      ...{ sync_start_date: "2035-01-01T00:00:00Z", skopeo_timeout_interval: 300 },
      root_rule: { rule_kind: "tag_glob_csv", rule_value: ["3.*"] },
    });
    const adopted = await at.run("RepositoryMirror").create({ ...least, adopt: true });
    expect(adopted.outputs).toMatchObject({ verifyTls: true, unsignedImages: false, httpProxy: "" });
    at.requested();
    const proxies = { httpProxy: "http://a", noProxy: "c" };
    const updated = await at.run("RepositoryMirror").update(adopted, { ...least, adopt: true, ...proxies });
    expect(at.requested()).toEqual([`PUT ${route}`, `PUT ${route}`]);
    expect(await at.run("RepositoryMirror").refresh(updated)).toEqual(updated);
    at.requested();
    await at.run("RepositoryMirror").update(updated, { ...least, adopt: true, noProxy: "d" });
    expect(at.requested()).toEqual([`PUT ${route}`]);
  });

  it("whose proxies got a login by somebody has them as secrets", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    const proxy = { http_proxy: "http://me:proxy-password@a", https_proxy: "http://me:proxy-password@b" };
    await at.callQuay("PUT /v1/repository/acme/web/mirror", { external_registry_config: { proxy } });
    const { secrets } = (await at.run("RepositoryMirror").refresh(made)) as State;
    expect(secrets).toEqual(expect.arrayContaining(["httpProxy", "httpsProxy"]));
  });

  it("made over one that was cancelled is synchronized, because Quay would never begin", async () => {
    const former = await at.run("RepositoryMirror").create(least);
    await at.callQuay("POST /v1/repository/acme/web/mirror/sync-now");
    await at.callQuay("POST /v1/repository/acme/web/mirror/sync-cancel");
    await at.run("RepositoryMirror").delete(former);
    expect(mirror()).toMatchObject({ retries: 0, settings: { is_enabled: false } });
    const made = await at.run("RepositoryMirror").create(least);
    expect(mirror()).toMatchObject({ retries: 1, status: "SYNC_NOW" });
    expect(made.outputs.syncStatus).toBe("SYNC_NOW");
    expect(await at.run("RepositoryMirror").refresh(made)).toEqual(made);
  });

  it("that Quay refuses over a former configuration leaves that switched off and without a login", async () => {
    await at.run("RepositoryMirror").delete(await at.run("RepositoryMirror").create(least));
    const login = { username: "acme", password: "hub-secret" };
    await expect(
      at.run("RepositoryMirror").create({ ...least, ...login, robot: "acme+missing", tags: ["*"] }),
    ).rejects.toThrow("There is no robot acme+missing.");
    expect(mirror().settings).toMatchObject({ is_enabled: false, external_registry_username: null });
    expect(mirror().password).toBeNull();
    expect(repository()?.state).toBe("NORMAL");
  });

  describe("with a login", () => {
    const program = { ...least, username: "acme", password: "hub-secret" };
    const login = () => [mirror().settings.external_registry_username, mirror().password];

    it("keeps the user when the program drops the password, and loses both when it drops both", async () => {
      const made = await at.run("RepositoryMirror").create(program);
      at.requested();
      const { password, ...open } = program;
      const opened = await at.run("RepositoryMirror").update(made, open);
      expect(login()).toEqual(["acme", null]);
      expect(bodies()).toEqual([{ external_registry_username: "acme", external_registry_password: null }]);
      const closed = await at.run("RepositoryMirror").update(opened, program);
      expect(login()).toEqual(["acme", password]);
      await at.run("RepositoryMirror").update(closed, least);
      expect(login()).toEqual([null, null]);
    });

    it("keeps the password when the user changes", async () => {
      const made = await at.run("RepositoryMirror").create(program);
      await at.run("RepositoryMirror").update(made, { ...program, username: "robot$acme" });
      expect(login()).toEqual(["robot$acme", "hub-secret"]);
    });

    it("has none in Quay once it is deleted, and the images stay", async () => {
      at.quay.push("acme/web", "v1");
      const made = await at.run("RepositoryMirror").create(program);
      await at.run("RepositoryMirror").delete(made);
      expect(login()).toEqual([null, null]);
      expect(mirror().settings.is_enabled).toBe(false);
      expect(repository()?.tags).toHaveLength(1);
    });
  });

  describe("of which Quay refuses a change", () => {
    const program = { ...least, username: "acme", password: "hub-secret" };
    const wrong = { ...program, enabled: false, robot: "acme+missing", syncIntervalSeconds: 60, password: "other" };

    it("is in force as it was before, its login too, and the reason says so", async () => {
      const made = await at.run("RepositoryMirror").create(program);
      const before = structuredClone(mirror().settings);
      await expect(at.run("RepositoryMirror").update(made, wrong)).rejects.toThrow(
        /Could not find robot with specified username \(400\)\. There is no robot acme\+missing\. The mirror is in force as it was before\.$/,
      );
      expect(mirror()).toMatchObject({ settings: before, password: "hub-secret", robot: { name: "acme+sync" } });
      expect(await at.run("RepositoryMirror").refresh(made)).toEqual(made);
    });

    it("needs nothing put back when it was one field", async () => {
      const made = await at.run("RepositoryMirror").create(program);
      at.requested();
      const change = at
        .run("RepositoryMirror")
        .update(made, { ...program, externalReference: "127.0.0.1/base/alpine" });
      await expect(change).rejects.toThrow(
        "Quay pulls from 127.0.0.1 only if it finds the host and its administrator allows it. The mirror is in force as it was before.",
      );
      expect(at.requested()).toEqual([`PUT ${route}`]);
    });

    it("and that cannot be put back says so, without a secret", async () => {
      const made = await at.run("RepositoryMirror").create(program);
      at.quay.fail(`PUT ${route}`, 403, { times: 10, when: ({ body }) => JSON.stringify(body).includes("acme+sync") });
      const said = await at
        .run("RepositoryMirror")
        .update(made, wrong)
        .then(String, ({ message }) => message);
      expect(said).toContain("There is no robot acme+missing.");
      expect(said).toContain("could not be put back, so that a part of the change may be in force. Quay refused PUT");
      expect(said).not.toMatch(/hub-secret|"other"/);
    });

    it("and of which the stack does not know what was before says that", async () => {
      await at.run("RepositoryMirror").create(program);
      const adopted = await at.run("RepositoryMirror").create({ ...program, adopt: true });
      const change = at.run("RepositoryMirror").update(adopted, { ...wrong, architectures: ["amd64"], adopt: true });
      await expect(change).rejects.toThrow(
        "The mirror is in force as it was before, but for its password and architectures, of which this stack does not know what Quay had before.",
      );
      expect(mirror()).toMatchObject({ settings: { is_enabled: true }, password: "hub-secret" });
    });
  });

  describe("whose syncNow changes", () => {
    const changed = { ...least, syncNow: "2027" };

    it("while it is being synchronized is refused, and acts with a later update", async () => {
      const made = await at.run("RepositoryMirror").create(least);
      mirror().status = "SYNCING" as never;
      at.quay.fail(`POST ${route}/sync-now`, 404, { times: 1 });
      await expect(at.run("RepositoryMirror").update(made, changed)).rejects.toThrow(
        "acme/web is being synchronized right now, which Quay does not interrupt. Run pulumi up again when that has ended.",
      );
      mirror().status = "SUCCESS" as never;
      const acted = await at.run("RepositoryMirror").update(made, changed);
      expect(acted.outputs).toMatchObject({ syncNow: "2027", syncStatus: "SYNC_NOW" });
    });

    it("is synchronized once when the answer is lost", async () => {
      const made = await at.run("RepositoryMirror").create(least);
      at.quay.fail(`POST ${route}/sync-now`, "reset", { after: true, times: 1 });
      const acted = await at.run("RepositoryMirror").update(made, changed);
      expect(acted.outputs).toMatchObject({ syncNow: "2027", syncStatus: "SYNC_NOW" });
      expect(await at.run("RepositoryMirror").refresh(acted)).toEqual(acted);
    });

    it("gets a start where a cancel took it", async () => {
      const made = await at.run("RepositoryMirror").create(least);
      mirror().settings.sync_start_date = null as never;
      const cancelled = (await at.run("RepositoryMirror").refresh(made)) as State;
      expect(cancelled.outputs).not.toHaveProperty("nextSync");
      const acted = await at.run("RepositoryMirror").update(cancelled, changed);
      expect(acted.outputs.nextSync).toBe(mirror().settings.sync_start_date);
      expect(Date.parse(String(acted.outputs.nextSync))).toBeGreaterThan(0);
    });
  });
});
