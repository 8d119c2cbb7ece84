import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { hook } from "../../kinds/notifications";
import { laws } from "../../laws";

laws("NamespaceNotification");

describe("NamespaceNotification", () => {
  const at = harness();
  const list = "GET /v1/organization/{orgname}/notifications";
  const post = "POST /v1/organization/{orgname}/notifications";
  const remove = "DELETE /v1/organization/{orgname}/notifications/{uuid}";
  const least = { namespace: "acme", title: "Full", event: "quota_error", webhook: hook("first-token") };
  const run = (config?: Record<string, string>) => at.run("NamespaceNotification", config);
  const requested = () => at.requested().filter((route) => route !== "GET /config");
  const all = (namespace = "acme") => [...(at.quay.store.namespace(namespace)?.notifications.values() ?? [])];
  beforeEach(async () => {
    await prepare(at.quay, "NamespaceNotification");
    at.requested();
  });

  it("costs one write to create, one list to read, three requests to change and two to delete", async () => {
    const state = await run().create(least);
    expect(requested()).toEqual([list, list, post]);
    await run().refresh(state);
    expect(requested()).toEqual([list]);
    const updated = await run().update(state, { ...least, webhook: hook("second-token") });
    expect(requested()).toEqual([list, post, remove]);
    await run().delete(updated);
    expect(requested()).toEqual([list, remove]);
  });

  it("goes with the organization's quota, which a refresh sees", async () => {
    const state = await run().create(least);
    await at.callQuay("POST /v1/organization/acme/quota", { limit_bytes: 1_000_000 });
    expect(await run().refresh(state)).toEqual(state);
    const [quota] = (await at.callQuay("GET /v1/organization/acme/quota")) as { id: number }[];
    await at.callQuay(`DELETE /v1/organization/acme/quota/${quota?.id}`);
    expect(await run().refresh(state)).toBeUndefined();
    await run().create(least);
    expect(all()).toHaveLength(1);
  });

  it("of a user's namespace is made, read, changed, started again and deleted by the user's own operations", async () => {
    const token = at.quay.mint({ user: "alice", scope: "user:admin" });
    const mine = () => run({ "quay:token": token });
    const program = { ...least, namespace: "alice", webhook: undefined, quay: { user: "alice" } };
    const { webhook, ...wanted } = program;
    const state = await mine().create(wanted);
    expect(all("alice")).toMatchObject([{ config: { target: { kind: "user", name: "alice" } } }]);
    expect(await mine().refresh(state)).toEqual(state);
    const updated = await mine().update(state, { ...wanted, event: "quota_warning" });
    for (const one of all("alice")) one.failures = 3;
    const stopped = await mine().refresh(updated);
    expect(stopped?.outputs).toMatchObject({ active: false, event: "quota_warning" });
    await mine().update(stopped ?? updated, { ...wanted, event: "quota_warning" });
    expect(all("alice")).toMatchObject([{ event: "quota_warning", failures: 0 }]);
    await mine().delete(updated);
    expect(all("alice")).toEqual([]);
  });

  it("by mail takes no address, and one that somebody gave is no drift, because Quay ignores it", async () => {
    const { webhook, ...rest } = least;
    const state = await run().create({ ...rest, email: true });
    expect(all()).toMatchObject([{ method: "email", config: {} }]);
    for (const one of all()) one.config = { email: "ops@acme.example" };
    expect(await run().refresh(state)).toEqual(state);
  });

  it("by mail needs MAILING, and a preview says so", async () => {
    const { webhook, ...rest } = least;
    at.quay.features.MAILING = false;
    const { failures } = await run().check({ ...rest, email: true });
    expect(failures).toEqual([{ property: "email", reason: expect.stringContaining("FEATURE_MAILING switched off") }]);
  });

  it("for a team that does not exist is explained", async () => {
    const { webhook, ...rest } = least;
    await expect(run().create({ ...rest, quay: { team: "missing" } })).rejects.toThrow(
      "quay.team: there is no team missing in acme.",
    );
  });

  it("whose update was interrupted between the two is finished by the next one, without a third", async () => {
    const state = await run().create(least);
    at.quay.fail(remove, 403, { times: 1 });
    const program = { ...least, webhook: hook("second-token") };
    await expect(run().update(state, program)).rejects.toThrow("Could not update");
    const [, twin] = all();
    const updated = await run().update(state, program);
    expect(updated.outputs.uuid).toBe(twin?.uuid);
    expect(all()).toEqual([twin]);
  });
});
