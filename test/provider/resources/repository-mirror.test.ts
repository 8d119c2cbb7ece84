import type { RepositoryMirror } from "../../../local-quay/model";
import { harness, type State } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("RepositoryMirror");

describe("RepositoryMirror", () => {
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
  const repository = (name = "web") => at.quay.store.repository("acme", name);
  const mirror = (name?: string) => repository(name)?.mirror as RepositoryMirror;
  const put = (body: object) => at.callQuay("PUT /v1/repository/acme/web/mirror", body);
  const setState = (to: string) => at.callQuay("PUT /v1/repository/acme/web/changestate", { state: to });
  beforeEach(async () => {
    await prepare(at.quay, "RepositoryMirror");
    at.requested();
  });

  it("costs one write to create and to change, two to delete, and reads the repository's state once more", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    expect(at.requested()).toEqual([`POST ${route}`]);
    await at.run("RepositoryMirror").refresh(made);
    expect(at.requested()).toEqual([single, `GET ${route}`]);
    const changed = await at.run("RepositoryMirror").update(made, { ...least, tags: ["*"], enabled: false });
    expect(at.requested()).toEqual([`PUT ${route}`]);
    await at.run("RepositoryMirror").delete(changed);
    expect(at.requested()).toEqual([`PUT ${route}`, single, state]);
    expect(repository()?.state).toBe("NORMAL");
  });

  it("is read beside its Repository with one request, and only where the list says MIRROR", async () => {
    const up = at.process();
    const made: State[] = [];
    const others: State[] = [];
    for (let index = 0; index < 20; index++) {
      others.push(await up("Repository").create({ namespace: "acme", name: `r${index}` }));
      made.push(await up("RepositoryMirror").create({ ...least, repository: `acme/r${index}` }));
    }
    await at.callQuay("PUT /v1/repository/acme/r0/changestate", { state: "NORMAL" });
    at.requested();
    const refresh = at.process();
    const seen = await Promise.all([
      ...others.map((one) => refresh("Repository").refresh(one)),
      ...made.map((one) => refresh("RepositoryMirror").refresh(one)),
    ]);
    expect(seen.filter((one) => one === undefined)).toHaveLength(1);
    const asked = at.requested();
    expect(asked.filter((one) => one === `GET ${route}`)).toHaveLength(19);
    expect(asked.filter((one) => one !== `GET ${route}`).length).toBeLessThan(6);
  });

  it("begins at once unless the program says when, in any form of a moment", async () => {
    const before = Date.now();
    const made = await at.run("RepositoryMirror").create(least);
    expect(Math.abs(Date.parse(String(made.outputs.nextSync)) - before)).toBeLessThan(60_000);
    expect(made.outputs).toMatchObject({ syncStatus: "NEVER_RUN", nextSync: mirror().settings.sync_start_date });
    const program = { ...least, repository: "acme/lib", syncStartDate: "2035-01-01T02:00:00.5+02:00" };
    const later = await at.run("RepositoryMirror").create(program);
    expect(mirror("lib").settings.sync_start_date).toBe("2035-01-01T00:00:00Z");
    const same = { ...program, syncStartDate: "2035-01-01T00:00:00Z" };
    expect(await at.run("RepositoryMirror").diff(later, same)).toEqual({ changes: false });
  });

  it("whose next synchronization moved on is no drift, and a changed syncStartDate moves it by one request", async () => {
    const program = { ...least, syncStartDate: "2035-01-01T00:00:00Z" };
    const made = await at.run("RepositoryMirror").create(program);
    Object.assign(mirror(), { status: "SUCCESS" });
    mirror().settings.sync_start_date = "2035-01-02T00:00:00Z";
    const refreshed = (await at.run("RepositoryMirror").refresh(made)) as State;
    expect(refreshed.inputs).toEqual(made.inputs);
    expect(refreshed.outputs).toMatchObject({ syncStatus: "SUCCESS", nextSync: "2035-01-02T00:00:00Z" });
    expect(await at.run("RepositoryMirror").diff(refreshed, program)).toEqual({ changes: false });
    at.requested();
    const moved = await at
      .run("RepositoryMirror")
      .update(refreshed, { ...least, syncStartDate: "2036-01-01T00:00:00Z" });
    expect(at.requested()).toEqual([`PUT ${route}`]);
    expect(moved.outputs).toMatchObject({ nextSync: "2036-01-01T00:00:00Z", syncStatus: "SUCCESS" });
    const left = await at.run("RepositoryMirror").update(moved, least);
    expect(at.requested()).toEqual([]);
    expect(left.outputs).not.toHaveProperty("syncStartDate");
  });

  it.each(["NORMAL", "READ_ONLY"])("whose repository somebody made %s is dropped by refresh, and heals", async (to) => {
    const made = await at.run("RepositoryMirror").create(least);
    await setState(to);
    expect(await at.run("RepositoryMirror").refresh(made)).toBeUndefined();
    await at.run("RepositoryMirror").create(least);
    expect(repository()?.state).toBe("MIRROR");
  });

  it("is made where a repository has the state without a configuration", async () => {
    await setState("MIRROR");
    await expect(at.run("RepositoryMirror").get("acme/web")).rejects.toThrow("There is none in Quay.");
    const made = await at.run("RepositoryMirror").create({ ...least, adopt: true });
    expect(await at.run("RepositoryMirror").refresh(made)).toEqual(made);
  });

  it("of another robot is changed in place, which frees the first", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    const program = { ...least, robot: "acme+other" };
    expect(await at.run("RepositoryMirror").diff(made, program)).toEqual({ replaces: [], deleteBeforeReplace: false });
    await at.run("RepositoryMirror").update(made, program);
    expect(mirror().robot.name).toBe("acme+other");
    await at.callQuay("DELETE /v1/organization/acme/robots/sync");
  });

  it("deleted after its repository is done; one whose repository the same run made READ_ONLY leaves that", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    await at.callQuay("DELETE /v1/repository/acme/web");
    await at.run("RepositoryMirror").delete(made);
    const other = await at.run("RepositoryMirror").create({ ...least, repository: "acme/lib" });
    const up = at.process();
    const library = await up("Repository").get("acme/lib");
    await up("Repository").update(library, { namespace: "acme", name: "lib", state: "READ_ONLY" });
    await up("RepositoryMirror").delete(other);
    expect(repository("lib")?.state).toBe("READ_ONLY");
    expect(mirror("lib").settings.is_enabled).toBe(false);
  });

  it("whose delete was interrupted between its writes is deleted by the next", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    at.quay.fail(state, 500, { times: 1 });
    await expect(at.run("RepositoryMirror").delete(made)).rejects.toThrow("Could not delete RepositoryMirror acme/web");
    await at.run("RepositoryMirror").delete(made);
    expect(repository()?.state).toBe("NORMAL");
  });

  it("copies some architectures only where Quay has the feature, and all again with an empty list", async () => {
    const made = await at.run("RepositoryMirror").create({ ...least, architectures: ["arm64", "amd64"] });
    expect(mirror().settings.architecture_filter).toEqual(["amd64", "arm64"]);
    at.quay.features.SPARSE_INDEX = false;
    const { failures } = await at.run("RepositoryMirror").check({ ...least, architectures: ["amd64"] });
    expect(failures).toEqual([{ property: "architectures", reason: expect.stringContaining("SPARSE_INDEX") }]);
    await at.run("RepositoryMirror").update(made, { ...least, architectures: [] });
    expect(mirror().settings.architecture_filter).toEqual([]);
  });

  it("whose architectures the program leaves out keeps what Quay has", async () => {
    const made = await at.run("RepositoryMirror").create(least);
    await put({ architecture_filter: ["s390x"] });
    expect(await at.run("RepositoryMirror").refresh(made)).toEqual(made);
    await at.run("RepositoryMirror").update(made, { ...least, tags: ["*"] });
    expect(mirror().settings.architecture_filter).toEqual(["s390x"]);
  });

  it("names what is missing: the repository, the robot, or the mirror that somebody ended", async () => {
    const run = () => at.run("RepositoryMirror");
    await expect(run().create({ ...least, repository: "acme/nowhere" })).rejects.toThrow(
      "There is no repository acme/nowhere.",
    );
    await expect(run().create({ ...least, robot: "acme+missing" })).rejects.toThrow("There is no robot acme+missing.");
    const made = await run().create(least);
    await at.callQuay("DELETE /v1/repository/acme/web");
    await expect(run().update(made, { ...least, tags: ["*"] })).rejects.toThrow("There is no repository acme/web.");
    await at.callQuay("POST /v1/repository", {
      ...{ namespace: "acme", repository: "web", visibility: "private", description: "" },
    });
    await expect(run().update(made, { ...least, tags: ["*"] })).rejects.toThrow(
      "Quay has no mirror of acme/web any more. Run pulumi up --refresh.",
    );
  });

  it("of an organization that is mirrored as a whole is refused by that name", async () => {
    const elsewhere = { ...{ namespace: "umbrella", name: "web" }, visibility: "private", description: "" };
    await at.callQuay("POST /v1/organization/", { name: "umbrella" });
    await at.callQuay("POST /v1/repository", { ...elsewhere, repository: "web" });
    await at.callQuay("PUT /v1/organization/umbrella/robots/sync", {});
    const organization = at.quay.store.organization("umbrella");
    const repositories = [...(organization?.repositories ?? [])];
    organization?.repositories.clear();
    const source = { registryUrl: "https://harbor.example.com", externalNamespace: "library" };
    const args = { organization: "umbrella", robot: "umbrella+sync", registryType: "harbor", ...source };
    await at.run("OrganizationMirror").create(args);
    for (const [name, repository] of repositories) organization?.repositories.set(name, repository);
    const mirror = { ...least, repository: "umbrella/web", robot: "umbrella+sync" };
    await expect(at.run("RepositoryMirror").create(mirror)).rejects.toThrow(
      "While OrganizationMirror umbrella stands, which copies https://harbor.example.com",
    );
  });
});
