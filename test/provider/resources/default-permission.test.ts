import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("DefaultPermission");

describe("DefaultPermission", () => {
  const at = harness();
  const least = { organization: "acme", team: "ops", role: "read" };
  const list = "GET /v1/organization/{orgname}/prototypes";
  const post = "POST /v1/organization/{orgname}/prototypes";
  beforeEach(async () => {
    await prepare(at.quay, "DefaultPermission");
    at.requested();
  });

  it("costs one write to create, after two reads of the organization's list for all of a run", async () => {
    const run = at.run("DefaultPermission");
    const programs = [least, { ...least, team: "sre" }, { organization: "acme", user: "alice", role: "admin" }];
    const states = await Promise.all(programs.map((program) => run.create(program)));
    expect(at.requested()).toEqual([list, list, post, post, post]);
    const refresh = at.run("DefaultPermission");
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual([list]);
  });

  it("that exists already is shared, never duplicated, and gets the role", async () => {
    await at.callQuay("POST /v1/organization/acme/prototypes", {
      role: "read",
      delegate: { kind: "team", name: "ops" },
    });
    const [uuid] = at.quay.store.organization("acme")?.prototypes.keys() ?? [];
    const state = await at.run("DefaultPermission").create({ ...least, role: "admin" });
    expect(state.outputs.uuid).toBe(uuid);
    expect([...(at.quay.store.organization("acme")?.prototypes.values() ?? [])]).toMatchObject([{ role: "admin" }]);
  });

  it("for repositories created by one user is another than for those created by anybody", async () => {
    const all = await at.run("DefaultPermission").create(least);
    const some = await at.run("DefaultPermission").create({ ...least, createdBy: "alice", role: "write" });
    expect([all.id, some.id]).toEqual(["acme/team/ops", "acme/team/ops/by/alice"]);
    expect(await at.run("DefaultPermission").refresh(all)).toEqual(all);
    expect(await at.run("DefaultPermission").refresh(some)).toEqual(some);
    await at.run("DefaultPermission").delete(some);
    expect(await at.run("DefaultPermission").refresh(all)).toEqual(all);
  });

  it("is for exactly one of user and team", async () => {
    for (const program of [
      { ...least, user: "alice" },
      { organization: "acme", role: "read" },
    ]) {
      const { failures } = await at.run("DefaultPermission").check(program);
      expect(failures).toEqual([
        { property: "team", reason: "A default permission is for exactly one of user and team." },
      ]);
    }
  });

  it("recreated by somebody else is deleted under its new uuid", async () => {
    const state = await at.run("DefaultPermission").create(least);
    await at.callQuay(`DELETE /v1/organization/acme/prototypes/${state.outputs.uuid}`);
    await at.callQuay("POST /v1/organization/acme/prototypes", {
      role: "read",
      delegate: { kind: "team", name: "ops" },
    });
    await at.run("DefaultPermission").delete(state);
    expect(at.quay.store.organization("acme")?.prototypes.size).toBe(0);
  });

  it("for a user that does not exist is explained", async () => {
    const run = at.run("DefaultPermission");
    await expect(run.create({ ...least, team: "missing" })).rejects.toThrow("There is no team missing in acme.");
    await expect(run.create({ organization: "acme", user: "nobody", role: "read" })).rejects.toThrow(
      "There is no user or robot nobody in this Quay.",
    );
    await expect(run.create({ ...least, createdBy: "nobody" })).rejects.toThrow(
      "createdBy: there is no user or robot nobody in this Quay.",
    );
  });
});
