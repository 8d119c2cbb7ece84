import { harness } from "../../harness";
import { laws } from "../../laws";

laws("Repository");

describe("Repository", () => {
  const at = harness();
  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
  });

  it("costs one write to create, one more for state, and one read to refresh", async () => {
    const plain = await at.run("Repository").create({ namespace: "acme", name: "web" });
    expect(at.requested()).toEqual(["POST /v1/repository"]);
    await at.run("Repository").create({ namespace: "acme", name: "old", state: "READ_ONLY" });
    expect(at.requested()).toEqual([
      "GET /config",
      "POST /v1/repository",
      "PUT /v1/repository/{repository}/changestate",
    ]);
    await at.run("Repository").refresh(plain);
    expect(at.requested()).toEqual(["GET /v1/repository/{repository}"]);
  });

  it("has its full name and image already in the preview", async () => {
    const { inputs } = await at
      .run("Repository", { "quay:registry": "images.acme.example" })
      .check({ namespace: "acme", name: "a/b" });
    expect(inputs).toMatchObject({ fullName: "acme/a/b", image: "images.acme.example/acme/a/b" });
  });

  it("may have slashes in its name", async () => {
    const state = await at.run("Repository").create({ namespace: "acme", name: "base/images/node" });
    expect(state.id).toBe("acme/base/images/node");
    expect(await at.run("Repository").refresh(state)).toEqual(state);
    await at.run("Repository").delete(state);
    expect(at.quay.store.repository("acme", "base/images/node")).toBeUndefined();
  });

  it("may be in the namespace of the token's own user", async () => {
    const state = await at.run("Repository").create({ namespace: "admin", name: "web" });
    expect(await at.run("Repository").refresh(state)).toEqual(state);
    await at.callQuay("DELETE /v1/repository/admin/web");
    expect(await at.run("Repository").refresh(state)).toBeUndefined();
  });

  it("in the user's own namespace is not dropped when the token lacks the scope to see it", async () => {
    const state = await at.run("Repository").create({ namespace: "admin", name: "web" });
    const token = at.quay.mint({ scope: "org:admin" });
    await expect(at.run("Repository", { "quay:token": token }).refresh(state)).rejects.toThrow("Unauthorized (403)");
  });

  it("is not deleted while it contains tags, unless forceDelete is in the state", async () => {
    const state = await at.run("Repository").create({ namespace: "acme", name: "web" });
    at.quay.push("acme/web", "v1");
    at.quay.push("acme/web", "v2");
    await expect(at.run("Repository").delete(state)).rejects.toThrow(
      "Could not delete Repository acme/web: Repository acme/web still holds 2 tags, which would be lost with their images.",
    );
    expect(at.quay.store.repository("acme", "web")).toBeDefined();
    const forced = await at.run("Repository").update(state, { namespace: "acme", name: "web", forceDelete: true });
    await at.run("Repository").delete(forced);
    expect(at.quay.store.repository("acme", "web")).toBeUndefined();
  });

  it("is not deleted when Quay cannot list its tags", async () => {
    const state = await at.run("Repository").create({ namespace: "acme", name: "web" });
    at.quay.fail("GET /v1/repository/{repository}/tag/", 503, { times: Number.POSITIVE_INFINITY });
    await expect(at.run("Repository").delete(state)).rejects.toThrow("Could not delete Repository acme/web: ");
    expect(at.quay.store.repository("acme", "web")).toBeDefined();
  });

  it("of a missing organization is explained, to a superuser and to an administrator", async () => {
    for (const token of [at.quay.token, at.quay.mint({ scope: "repo:create org:admin user:admin" })]) {
      await expect(
        at.run("Repository", { "quay:token": token }).create({ namespace: "acmee", name: "web" }),
      ).rejects.toThrow("There is no organization or user acmee.");
    }
  });

  it("refuses state where the feature is off in Quay, before any write", async () => {
    at.quay.features.REPO_MIRROR = false;
    await expect(at.run("Repository").create({ namespace: "acme", name: "web", state: "NORMAL" })).rejects.toThrow(
      "state cannot be set: this Quay has FEATURE_REPO_MIRROR switched off.",
    );
    expect(at.requested()).toEqual(["GET /config"]);
  });

  it("in a read-only registry is refused with Quay's words, at once", async () => {
    at.quay.registryState = "readonly";
    await expect(at.run("Repository").create({ namespace: "acme", name: "web" })).rejects.toThrow(
      "System is currently read-only. Pulls will succeed but all write operations are currently suspended (503).",
    );
  });

  it.each(["Web", "/web", "web//x", "web/", "-web", "x".repeat(256)])(
    "refuses the name %.20s at preview",
    async (name) => {
      const { failures } = await at.run("Repository").check({ namespace: "acme", name });
      expect(failures).toEqual([{ property: "name", reason: expect.stringContaining("epository name") }]);
    },
  );

  it("lists the valid values of a property", async () => {
    const { failures } = await at.run("Repository").check({ namespace: "acme", name: "web", visibility: "Public" });
    expect(failures).toEqual([{ property: "visibility", reason: 'This is none of "public", "private".' }]);
  });

  it("names the missing property", async () => {
    const { failures } = await at.run("Repository").check({ name: "web" });
    expect(failures).toEqual([{ property: "namespace", reason: "This property is missing." }]);
  });

  it("cannot be read by a malformed id", async () => {
    await expect(at.run("Repository").get("web")).rejects.toThrow('"web" is not the id of a Repository.');
  });

  it("that is missing fails get", async () => {
    await expect(at.run("Repository").get("acme/web")).rejects.toThrow(
      "Could not read Repository acme/web: There is none in Quay.",
    );
  });

  it("read by get with its id alone has all its properties", async () => {
    await at.run("Repository").create({ namespace: "acme", name: "web" });
    expect(await at.run("Repository").get("acme/web")).toMatchObject({
      id: "acme/web",
      outputs: {
        namespace: "acme",
        name: "web",
        visibility: "private",
        description: "",
        state: "NORMAL",
        fullName: "acme/web",
      },
    });
  });

  describe("beside a RepositoryMirror", () => {
    const program = { namespace: "acme", name: "web" };
    const mirror = {
      ...{ repository: "acme/web", robot: "acme+sync", externalReference: "docker.io/library/alpine", tags: ["3.*"] },
    };
    const stored = () => at.quay.store.repository("acme", "web")?.state;
    beforeEach(() => at.callQuay("PUT /v1/organization/acme/robots/sync"));

    it.each(["NORMAL", "READ_ONLY"])(
      "with the state %s is refused by an update that knows the mirror",
      async (state) => {
        const made = await at.run("Repository").create({ ...program, state });
        const mirrored = await at.run("RepositoryMirror").create(mirror);
        const up = at.process();
        const refreshed = await up("Repository").refresh(made);
        await up("RepositoryMirror").refresh(mirrored);
        expect(refreshed?.outputs.state).toBe("MIRROR");
        await expect(up("Repository").update(refreshed as never, { ...program, state })).rejects.toThrow(
          `state of Repository acme/web cannot be ${state}: RepositoryMirror acme/web, of docker.io/library/alpine, makes it MIRROR. ` +
            "Remove state from the Repository.",
        );
        expect(stored()).toBe("MIRROR");
        const without = await up("Repository").update(refreshed as never, program);
        expect(without.outputs).not.toHaveProperty("state");
        expect(await at.run("Repository").refresh(without)).toEqual(without);
      },
    );

    it("without a state sees no drift, and with the state MIRROR neither", async () => {
      const plain = await at.run("Repository").create(program);
      await at.run("RepositoryMirror").create(mirror);
      expect(await at.run("Repository").refresh(plain)).toEqual(plain);
      const stated = await at.run("Repository").update(plain, { ...program, state: "MIRROR" });
      expect(await at.run("Repository").refresh(stated)).toEqual(stated);
      expect(stored()).toBe("MIRROR");
    });

    it("that is deleted has the state NORMAL again, and takes any other", async () => {
      const plain = await at.run("Repository").create(program);
      const mirrored = await at.run("RepositoryMirror").create(mirror);
      const up = at.process();
      await up("RepositoryMirror").refresh(mirrored);
      await up("RepositoryMirror").delete(mirrored);
      expect(stored()).toBe("NORMAL");
      await up("Repository").update(plain, { ...program, state: "READ_ONLY" });
      expect(stored()).toBe("READ_ONLY");
    });
  });
});
