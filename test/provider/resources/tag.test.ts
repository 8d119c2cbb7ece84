import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { alive, one, two } from "../../kinds/tag";
import { laws } from "../../laws";

laws("Tag");

describe("Tag", () => {
  const at = harness();
  const least = { repository: "acme/web", name: "prod", digest: one };
  const put = "PUT /v1/repository/{repository}/tag/{tag}";
  const look = "GET /v1/repository/{repository}/tag/";
  const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
  beforeEach(async () => {
    await prepare(at.quay, "Tag");
    at.requested();
  });

  it("costs two reads and one write for each aspect to create, and one read to refresh", async () => {
    const plain = await at.run("Tag").create(least);
    expect(at.requested()).toEqual([look, look, put]);
    await at.run("Tag").create({ ...least, name: "soon", expiration: inHours(4) });
    expect(at.requested()).toEqual([look, look, put, put]);
    await at.run("Tag").create({ ...least, name: "kept", immutable: true });
    expect(at.requested()).toEqual(["GET /config", look, look, put, put]);
    await at.run("Tag").refresh(plain);
    expect(at.requested()).toEqual([look]);
  });

  it("never sends an unchanged digest again, which would add to its history", async () => {
    const state = await at.run("Tag").create(least);
    at.requested();
    await at.run("Tag").update(state, { ...least, expiration: inHours(4) });
    const [sent] = at.quay.requests;
    expect(at.quay.requests).toHaveLength(1);
    expect(Object.keys(sent?.body as object)).toEqual(["expiration"]);
  });

  it("that is moved keeps its expiration, which Quay drops when a tag is moved", async () => {
    const program = { ...least, expiration: inHours(4) };
    const state = await at.run("Tag").create(program);
    const moved = await at.run("Tag").update(state, { ...program, digest: two });
    expect(alive(at.quay.store, least)).toMatchObject({ digest: two, end: Date.parse(program.expiration) });
    expect(await at.run("Tag").refresh(moved)).toEqual(moved);
  });

  it("writes a time in one format", async () => {
    for (const text of ["2099-01-31T13:00:00+01:00", "2099-01-31T12:00:00.000Z", "2099-01-31T12:00:00Z"]) {
      const { inputs } = await at.run("Tag").check({ ...least, expiration: text });
      expect(inputs.expiration).toBe("2099-01-31T12:00:00Z");
    }
    for (const text of ["tomorrow", "2099-02-30T12:00:00Z", "2099-13-01T12:00:00Z"]) {
      const { failures } = await at.run("Tag").check({ ...least, expiration: text });
      expect(failures).toEqual([
        { property: "expiration", reason: "This is not a moment, for example 2027-01-31T12:00:00Z." },
      ]);
    }
  });

  it("whose expiration Quay adjusts does not drift", async () => {
    for (const hours of [0.1, 105 * 7 * 24]) {
      const state = await at.run("Tag").create({ ...least, name: `t${Math.round(hours)}`, expiration: inHours(hours) });
      expect(await at.run("Tag").refresh(state)).toEqual(state);
    }
  });

  it("whose expiration somebody changed drifts", async () => {
    const state = await at.run("Tag").create({ ...least, expiration: inHours(4) });
    const later = inHours(9);
    await at.callQuay("PUT /v1/repository/acme/web/tag/prod", { expiration: Date.parse(later) / 1000 });
    expect((await at.run("Tag").refresh(state))?.inputs).toEqual({ ...state.inputs, expiration: later });
  });

  it("that has expired is absent", async () => {
    const state = await at.run("Tag").create({ ...least, expiration: inHours(4) });
    Object.assign(alive(at.quay.store, least) as object, { end: Date.now() - 1000 });
    expect(await at.run("Tag").refresh(state)).toBeUndefined();
  });

  it("with the name of a path segment of Quay's API is refused, because its path leads to another repository's mirror", async () => {
    const { failures } = await at.run("Tag").check({ ...least, name: "mirror" });
    expect(failures).toEqual([
      {
        property: "name",
        reason: expect.stringContaining("Quay's API cannot safely address mirror in repository acme/web"),
      },
    ]);
    expect(at.requested()).toEqual([]);
  });

  it("deleted first by a replacement of its repository is kept: its image could not be tagged again", async () => {
    const tag = await at.run("Tag").create(least);
    const repository = await at.run("Repository").get("acme/web");
    for (const { name } of at.quay.store.repository("acme", "web")?.tags ?? [])
      if (name !== least.name) await at.callQuay(`DELETE /v1/repository/acme/web/tag/${name}`);
    const { run } = at.operation();
    await run("Repository").diff(repository, repository.inputs);
    await run("Tag").delete(tag);
    await expect(run("Repository").delete(repository)).rejects.toThrow("held a tag that this run deleted first");
    expect(at.quay.store.repository("acme", "web")).toBeDefined();
  });

  it("that would expire at once is refused before any request", async () => {
    await expect(at.run("Tag").create({ ...least, expiration: "2020-01-01T00:00:00Z" })).rejects.toThrow(
      "expiration: that moment has passed; the tag would be gone at once.",
    );
    expect(at.requested()).toEqual([look, look]);
  });

  it("that was made immutable keeps its digest until it is mutable again", async () => {
    const state = await at.run("Tag").create({ ...least, immutable: true });
    await expect(at.run("Tag").update(state, { ...least, digest: two, immutable: true })).rejects.toThrow(
      "Tag acme/web:prod is immutable: set immutable: false and run pulumi up, then change or delete it.",
    );
    await expect(at.run("Tag").delete(state)).rejects.toThrow("Tag acme/web:prod is immutable");
    expect(alive(at.quay.store, least)?.digest).toBe(one);
    const moved = await at.run("Tag").update(state, { ...least, digest: two, immutable: false });
    expect(alive(at.quay.store, least)).toMatchObject({ digest: two, immutable: false });
    await at.run("Tag").delete(moved);
  });

  describe("that has an expiration", () => {
    const expiring = { ...least, expiration: inHours(24 * 30) };
    const policy = { tagPattern: "prod" };
    const immutable = "Tag acme/web:prod is immutable, and Quay lets no immutable tag expire";
    const byPolicy =
      `${immutable}. Where a policy of acme or of acme/web made it so, that ended its expiration: take expiration out of the ` +
      "program, or have its name left out of the policy and set immutable: false.";

    it("and is new under a policy that makes it immutable is explained, and known to be there", async () => {
      await at.callQuay("POST /v1/organization/acme/immutabilitypolicy/", policy);
      await expect(at.run("Tag").create(expiring)).rejects.toThrow(byPolicy);
      expect(alive(at.quay.store, least)).toMatchObject({ immutable: true, end: null });
    });

    it("loses it to a policy: refresh shows that, and an update that would give it back is explained", async () => {
      const state = await at.run("Tag").create(expiring);
      await at.callQuay("POST /v1/repository/acme/web/immutabilitypolicy/", policy);
      const refreshed = await at.run("Tag").refresh(state);
      expect(refreshed?.outputs).not.toHaveProperty("expiration");
      await expect(at.run("Tag").update(refreshed ?? state, expiring)).rejects.toThrow(byPolicy);
    });

    it("given to one that the program makes immutable is explained", async () => {
      const state = await at.run("Tag").create({ ...least, immutable: true });
      await expect(at.run("Tag").update(state, { ...expiring, immutable: true })).rejects.toThrow(
        `${immutable}: take out either expiration or immutable.`,
      );
    });
  });

  it("refuses immutable where the feature is off in Quay, instead of being ignored", async () => {
    at.quay.features.IMMUTABLE_TAGS = false;
    await expect(at.run("Tag").create({ ...least, immutable: true })).rejects.toThrow(
      "immutable cannot be set: this Quay has FEATURE_IMMUTABLE_TAGS switched off.",
    );
    expect(alive(at.quay.store, least)).toBeUndefined();
  });

  it("of a repository without its organization is refused with the value to write", async () => {
    const { failures } = await at.run("Tag").check({ ...least, repository: "web" });
    expect(failures).toEqual([
      {
        property: "repository",
        reason: '"web" has no organization. Use the full name, for example repository.fullName.',
      },
    ]);
  });

  it("of a digest that no tag refers to is explained", async () => {
    await expect(at.run("Tag").create({ ...least, digest: `sha256:${"0".repeat(64)}` })).rejects.toThrow(
      "No tag of acme/web leads to sha256:0000",
    );
  });

  describe("in a repository that Quay lets nobody change is refused by the name of", () => {
    const refused = (why: string) => expect(at.run("Tag").create(least)).rejects.toThrow(why);

    it("the mirror that fills it, which is read only then", async () => {
      const state = await at.run("Tag").create(least);
      at.quay.store.addRobot(at.quay.store.namespace("acme") as never, "sync");
      await at.run("RepositoryMirror").create({
        ...{ repository: "acme/web", externalReference: "docker.io/library/alpine", robot: "acme+sync", tags: ["3.*"] },
      });
      const because =
        "Repository is in read only or mirror mode: 2 (503). acme/web is a mirror of docker.io/library/alpine: its tags come from " +
        "there. Leave them to RepositoryMirror acme/web, or remove that.";
      await expect(at.run("Tag").create({ ...least, name: "other" })).rejects.toThrow(because);
      await expect(at.run("Tag").delete(state)).rejects.toThrow(because);
    });

    it.each([
      ["READ_ONLY", "acme/web is READ_ONLY: what is in it stays as it is until its state is NORMAL again."],
      ["MIRROR", "The state of acme/web is MIRROR: only the robot of its mirror changes what is in it."],
      ["ORG_MIRROR", "acme is mirrored as a whole, by OrganizationMirror acme: what is in acme/web comes from there."],
    ] as const)("its state %s", async (state, why) => {
      Object.assign(at.quay.store.repository("acme", "web") ?? {}, { state });
      await refused(why);
    });
  });
});
