import { harness } from "../../harness";
import { prepare, specimenOf } from "../../kinds";
import type { Properties } from "../../kinds/specimen";
import { laws } from "../../laws";

laws("OrganizationMirror");

const mirror = "/v1/organization/{orgname}/mirror";
const listed = "GET /v1/repository";

describe("OrganizationMirror", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const { least } = specimenOf("OrganizationMirror");
  const login = { username: "acme", password: "open-sesame" };
  const acme = () => {
    const organization = at.quay.store.organization("acme");
    if (!organization) throw new Error("There is no organization acme.");
    return organization;
  };
  const held = () => acme().mirror;
  const addRepositories = (...names: string[]) => {
    for (const name of names) at.quay.store.addRepository(acme(), name);
  };
  const failure = (doing: Promise<unknown>) =>
    doing.then(
      () => "",
      (error) => String(error.message),
    );

  beforeEach(async () => {
    await prepare(at.quay, "OrganizationMirror");
    at.quay.remoteRegistries["harbor.example.com"] = { logins: { acme: "open-sesame" } };
    at.requested();
  });

  it("costs a read of the repositories and a write; with a password another write and a trial; and one request each to read and to delete", async () => {
    const plain = await at.run("OrganizationMirror").create(least);
    expect(at.requested()).toEqual([listed, `POST ${mirror}`]);
    await at.run("OrganizationMirror").delete(plain);
    expect(at.requested()).toEqual([`DELETE ${mirror}`]);

    const state = await at.run("OrganizationMirror").create({ ...least, ...login });
    expect(at.requested()).toEqual([listed, `POST ${mirror}`, `PUT ${mirror}`, `POST ${mirror}/verify`]);
    await at.run("OrganizationMirror").refresh(state);
    expect(at.requested()).toEqual([`GET ${mirror}`]);
  });

  it("whose proxies got a login by somebody has them as secrets", async () => {
    const state = await at.run("OrganizationMirror").create(least);
    const proxy = { http_proxy: "http://me:proxy-password@a", https_proxy: "http://me:proxy-password@b" };
    await at.callQuay("PUT /v1/organization/acme/mirror", { external_registry_config: { proxy } });
    const refreshed = await at.run("OrganizationMirror").refresh(state);
    expect(refreshed?.secrets).toEqual(expect.arrayContaining(["httpProxy", "httpsProxy"]));
  });

  it("costs one write less in an organization that this run made, which holds nothing", async () => {
    const run = at.process();
    await run("Organization").create({ name: "fresh" });
    await run("Robot").create({ namespace: "fresh", name: "ci" });
    at.requested();
    await run("OrganizationMirror").create({ ...least, organization: "fresh", robot: "fresh+ci" });
    expect(at.requested()).toEqual([`POST ${mirror}`]);
  });

  it("of three organizations costs one read each, however often it is asked for", async () => {
    const states = [];
    for (const organization of ["acme", "umbrella", "mirrored"])
      states.push(await at.run("OrganizationMirror").create({ ...least, organization, robot: `${organization}+ci` }));
    at.requested();
    const run = at.run("OrganizationMirror");
    await Promise.all([...states, ...states].map((state) => run.refresh(state)));
    expect(at.requested()).toEqual([`GET ${mirror}`, `GET ${mirror}`, `GET ${mirror}`]);
  });

  it("is changed by one write with what is new, and tried only when its password is there and how it logs in changes", async () => {
    const state = await at.run("OrganizationMirror").create({ ...least, ...login });
    at.quay.requests.splice(0);
    const program = { ...least, ...login, syncIntervalSeconds: 3600, robot: "acme+cd" };
    const updated = await at.run("OrganizationMirror").update(state, program);
    const sent = () => at.quay.requests.filter(({ method }) => method === "PUT").map(({ body }) => body);
    expect(sent()).toEqual([{ sync_interval: 3600, robot_username: "acme+cd" }]);
    expect(at.requested()).toEqual([`PUT ${mirror}`]);
    await at.run("OrganizationMirror").update(updated, { ...program, externalNamespace: "base" });
    expect(at.requested()).toEqual([`PUT ${mirror}`, `POST ${mirror}/verify`]);
  });

  it("sends all of its proxies when one changes: Quay replaces what it has of them as a whole", async () => {
    const state = await at.run("OrganizationMirror").create({ ...least, verifyTls: false, noProxy: "example.com" });
    await at
      .run("OrganizationMirror")
      .update(state, { ...least, verifyTls: false, httpsProxy: "http://p.example.com" });
    expect(held()?.settings.external_registry_config).toEqual({
      verify_tls: false,
      proxy: { http_proxy: null, https_proxy: "http://p.example.com", no_proxy: null },
    });
  });

  it("begins at once, or when the program says; that date moves on in Quay, which is no drift", async () => {
    await at.run("OrganizationMirror").create({ ...least, organization: "umbrella", robot: "umbrella+ci" });
    const started = Date.parse(at.quay.store.organization("umbrella")?.mirror?.settings.sync_start_date ?? "");
    expect(Math.abs(Date.now() - started)).toBeLessThan(60_000);

    const given = { ...least, syncStartDate: "2030-01-31t12:00:00.5+01:00" };
    const state = await at.run("OrganizationMirror").create(given);
    expect(held()?.settings.sync_start_date).toBe("2030-01-31T11:00:00Z");
    Object.assign(held()?.settings ?? {}, { sync_start_date: "2031-01-01T00:00:00Z" });
    expect(await at.run("OrganizationMirror").refresh(state)).toEqual(state);
    await at.run("OrganizationMirror").update(state, { ...least, syncStartDate: "2032-01-01T00:00:00Z" });
    expect(held()?.settings.sync_start_date).toBe("2032-01-01T00:00:00Z");
  });

  it("is synchronized by another syncNow after everything else has changed", async () => {
    const state = await at.run("OrganizationMirror").create(least);
    at.requested();
    const synced = await at.run("OrganizationMirror").update(state, { ...least, visibility: "public", syncNow: "1" });
    expect(at.requested()).toEqual([`PUT ${mirror}`, `POST ${mirror}/sync-now`]);
    expect(synced.outputs.syncStatus).toBe("SYNC_NOW");
    expect(held()?.status).toBe("SYNC_NOW");
  });

  describe("in an organization that is not free for it", () => {
    it.each([
      [["web"], "acme holds a repository: web."],
      [["d", "b", "a", "c", "e"], "acme holds 5 repositories: a, b, c and 2 more."],
    ])("with the repositories %s is refused by name, and nothing is sent", async (names, said) => {
      addRepositories(...names);
      const message = await failure(at.run("OrganizationMirror").create({ ...least, ...login }));
      expect(message).toContain(`Could not create OrganizationMirror acme: ${said} Only an organization without any`);
      expect(at.requested()).toEqual([listed, `GET ${mirror}`]);
      expect(held()).toBeUndefined();
    });

    it("is refused by name where a repository came after this run looked, or was made by it", async () => {
      const run = at.process();
      await run("Organization").create({ name: "fresh" });
      await run("Robot").create({ namespace: "fresh", name: "ci" });
      await run("Repository").create({ namespace: "fresh", name: "web" });
      const message = await failure(
        run("OrganizationMirror").create({ ...least, organization: "fresh", robot: "fresh+ci" }),
      );
      expect(message).toContain("the organization already contains repositories.");
      expect(message).toContain("fresh holds a repository: web.");
    });

    it("is made with a token that is only for administering organizations", async () => {
      const token = at.quay.mint({ scope: "org:admin" });
      const state = await at.run("OrganizationMirror", { "quay:token": token }).create({ ...least, ...login });
      expect(state.id).toBe("acme");
    });

    it("is refused with the names of its immutability policies", async () => {
      for (const tagPattern of ["v.*", "release-.*"])
        await at.callQuay("POST /v1/organization/acme/immutabilitypolicy/", { tagPattern });
      expect(await failure(at.run("OrganizationMirror").create(least))).toMatch(
        /has immutability policies.* They are those for release-\.\*, v\.\*\. Delete them first/,
      );
    });

    it("is refused with the registry of its proxy cache", async () => {
      await at.callQuay("POST /v1/organization/acme/proxycache", { upstream_registry: "docker.io/library" });
      expect(await failure(at.run("OrganizationMirror").create(least))).toMatch(
        /has a proxy cache.* It is that of docker\.io\/library\. Delete it first/,
      );
    });

    it("that is a mirror with repositories already is refused as one, which adopt takes over", async () => {
      await at.run("OrganizationMirror").create(least);
      addRepositories("web");
      expect(await failure(at.run("OrganizationMirror").create(least))).toContain(
        "OrganizationMirror acme already exists and is not managed by this stack. Set adopt: true to take it over.",
      );
      expect((await at.run("OrganizationMirror").create({ ...least, adopt: true })).id).toBe("acme");
    });

    it("with a robot that does not exist is refused by the robot's name", async () => {
      const message = await failure(at.run("OrganizationMirror").create({ ...least, robot: "acme+gone" }));
      expect(message).toContain("There is no robot acme+gone.");
    });
  });

  it.each([
    ["Repository", { namespace: "acme", name: "web" }],
    ["NamespaceImmutabilityPolicy", { namespace: "acme", tagPattern: "v.*" }],
    ["ProxyCache", { organization: "acme", upstream: "docker.io/library" }],
  ])("keeps a %s away, whose refusal names what it copies", async (kind, program) => {
    await at.run("OrganizationMirror").create(least);
    expect(await failure(at.run(kind).create(program))).toContain(
      "While OrganizationMirror acme stands, which copies https://harbor.example.com/library, Quay lets nobody else make repositories",
    );
  });

  it("keeps the state of a repository that it fills, and the refusal names what it copies", async () => {
    await at.run("OrganizationMirror").create(least);
    addRepositories("web");
    const program = { namespace: "acme", name: "web" };
    const state = await at.run("Repository").create({ ...program, adopt: true });
    expect(at.quay.store.repository("acme", "web")?.state).toBe("ORG_MIRROR");
    const message = await failure(at.run("Repository").update(state, { ...program, state: "READ_ONLY" }));
    expect(message).toContain("state changes are not allowed");
    expect(message).toContain("OrganizationMirror acme stands, which copies https://harbor.example.com/library");
  });

  it("of another registry type is replaced, and kept while the organization holds repositories: no other could be made", async () => {
    const state = await at.run("OrganizationMirror").create(least);
    addRepositories("web");
    const program: Properties = { ...least, registryType: "quay" };
    const up = at.operation();
    expect(await up.run("OrganizationMirror").diff(state, program)).toEqual({
      replaces: ["registryType"],
      deleteBeforeReplace: true,
    });
    await expect(up.run("OrganizationMirror").delete(state)).rejects.toThrow(
      "Could not delete OrganizationMirror acme: It is to be replaced, and could not be made anew. acme holds a repository: web. Only an organization",
    );
    expect(held()).toBeDefined();

    acme().repositories.clear();
    const again = at.operation();
    await again.run("OrganizationMirror").diff(state, program);
    await again.run("OrganizationMirror").delete(state);
    await again.run("OrganizationMirror").create(program);
    expect(held()?.settings.external_registry_type).toBe("quay");
  });

  it("leaves the repositories that it filled when it is deleted, and none is made anew beside them", async () => {
    const state = await at.run("OrganizationMirror").create(least);
    addRepositories("web");
    await at.run("OrganizationMirror").delete(state);
    expect(at.quay.store.repository("acme", "web")?.state).toBe("NORMAL");
    expect(await failure(at.run("OrganizationMirror").create(least))).toContain("acme holds a repository: web.");
  });
});
