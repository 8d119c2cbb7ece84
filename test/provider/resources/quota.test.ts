import type { Quota } from "../../../local-quay";
import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("Quota");

describe("Quota", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const least = { namespace: "acme", size: "10 GiB" };
  const full = { ...least, warnings: [80, 95], reject: 100 };
  const view = "GET /v1/organization/{orgname}";
  const quota = "GET /v1/superuser/organization/{namespace}/quota";
  const created = "POST /v1/superuser/organization/{namespace}/quota";
  const changed = "PUT /v1/superuser/organization/{namespace}/quota/{quota_id}";
  const deleted = "DELETE /v1/superuser/organization/{namespace}/quota/{quota_id}";
  const limited = "POST /v1/organization/{orgname}/quota/{quota_id}/limit";
  const users = "GET /v1/superuser/users/";
  const stored = (namespace = "acme") => at.quay.store.namespace(namespace)?.quota as Quota;
  const limits = (namespace?: string) => stored(namespace).limits.map(({ type, percent }) => `${type} ${percent}`);

  beforeEach(async () => {
    await prepare(at.quay, "Quota");
    at.requested();
  });

  it("costs one write, and with percentages one read and a write for each", async () => {
    await at.run("Quota").create({ ...least, namespace: "umbrella" });
    expect(at.requested()).toEqual([created]);
    await at.run("Quota").create(full);
    expect(at.requested()).toEqual([created, quota, limited, limited, limited]);
    expect(limits().sort()).toEqual(["Reject 100", "Warning 80", "Warning 95"]);
  });

  it("is read with the teams of its organization, without a request of its own", async () => {
    const state = await at.run("Quota").create(full);
    const team = await at.run("Team").create({ organization: "acme", name: "ops" });
    at.requested();
    const run = at.process();
    expect(await run("Team").refresh(team)).toEqual(team);
    expect(await run("Quota").refresh(state)).toEqual(state);
    expect(at.requested()).toEqual([view]);
  });

  it("is changed and deleted with one read and one write, and without the read after a refresh in the same run", async () => {
    const state = await at.run("Quota").create(full);
    at.requested();
    const larger = await at.run("Quota").update(state, { ...full, size: "20 GiB" });
    expect(at.requested()).toEqual([quota, changed]);
    const run = at.run("Quota");
    const same = (await run.refresh(larger)) as typeof larger;
    expect(await run.update(same, { ...full, size: "30 GiB" })).toMatchObject({
      outputs: { size: "30 GiB", sizeBytes: 30 * 2 ** 30 },
    });
    expect(at.requested()).toEqual([view, changed]);
    await at.run("Quota").delete(same);
    expect(at.requested()).toEqual([quota, deleted]);
  });

  it.each(["10240 MiB", "10GiB", "10 Gi", "10737418240", "10.0 GiB"])("written as %s is no change", async (size) => {
    const state = await at.run("Quota").create(least);
    expect(await at.run("Quota").diff(state, { ...least, size })).toEqual({ changes: false });
    const other = await at.run("Quota").create({ namespace: "umbrella", size });
    expect(other.outputs).toMatchObject({ size: "10 GiB", sizeBytes: 10_737_418_240 });
  });

  it("is sent as a number of bytes only: with its other spelling Quay would answer with a fraction", async () => {
    const state = await at.run("Quota").create({ ...least, size: "1.5 TiB" });
    await at.run("Quota").update(state, { ...least, size: "2 GB" });
    const sent = at.quay.requests.filter(({ method }) => method === "POST" || method === "PUT");
    expect(sent.map(({ body }) => body)).toEqual([{ limit_bytes: 1.5 * 2 ** 40 }, { limit_bytes: 2_000_000_000 }]);
  });

  it("made anew by somebody else, with another id in Quay, is changed and deleted under that", async () => {
    const state = await at.run("Quota").create(least);
    await at.callQuay(`DELETE /v1/organization/acme/quota/${stored().id}`);
    await at.callQuay("POST /v1/organization/acme/quota", { limit_bytes: 10 * 2 ** 30 });
    const same = await at.run("Quota").update(state, { ...least, size: "20 GiB" });
    expect(stored().bytes).toBe(20 * 2 ** 30);
    await at.run("Quota").delete(same);
    expect(stored()).toBeUndefined();
  });

  it("that somebody deleted cannot be changed, and the reason tells what to do", async () => {
    const state = await at.run("Quota").create(least);
    await at.callQuay(`DELETE /v1/organization/acme/quota/${stored().id}`);
    await expect(at.run("Quota").update(state, { ...least, size: "20 GiB" })).rejects.toThrow(
      "Quay has no quota of acme any more. Run pulumi up --refresh.",
    );
  });

  it("of users costs one request each, to learn that there is no such organization, and one for all", async () => {
    const programs = ["alice", "bob"].map((namespace) => ({ ...full, namespace }));
    at.quay.addUser("bob");
    const states = await Promise.all(programs.map((program) => at.run("Quota").create(program)));
    expect(at.requested().filter((route) => route !== quota)).toHaveLength(8);
    const run = at.run("Quota");
    expect(await Promise.all(states.map((state) => run.refresh(state)))).toEqual(states);
    expect(at.requested().sort()).toEqual([view, view, users]);
    await run.update(states[0] as (typeof states)[0], { ...full, namespace: "alice", warnings: [], size: "1 GB" });
    expect(limits("alice")).toEqual(["Reject 100"]);
    for (const state of states) await at.run("Quota").delete(state);
    expect([stored("alice"), stored("bob")]).toEqual([undefined, undefined]);
  });

  it("of a user who is gone is dropped by refresh", async () => {
    const state = await at.run("Quota").create({ ...least, namespace: "alice" });
    await at.callQuay("DELETE /v1/superuser/users/alice");
    expect(await at.run("Quota").refresh(state)).toBeUndefined();
    await at.run("Quota").delete(state);
  });

  it("is shown to members of the organization, and to a user its own", async () => {
    await at.run("Quota").create(full);
    await at.run("Quota").create({ ...least, namespace: "alice" });
    await at.callQuay("PUT /v1/organization/acme/team/dev", { role: "member" });
    await at.callQuay("PUT /v1/organization/acme/team/dev/members/alice");
    const alice = { "quay:token": at.quay.mint({ user: "alice", scope: "org:admin user:admin repo:create" }) };
    expect((await at.run("Quota", alice).get("acme")).outputs).toMatchObject(full);
    expect((await at.run("Quota", alice).get("alice")).outputs).toMatchObject({ namespace: "alice", size: "10 GiB" });
    await expect(at.run("Quota", alice).create({ ...least, namespace: "umbrella" })).rejects.toThrow(
      'It needs a token with the scope super:user ("Super User Access"), and a user who may do this.',
    );
  });

  it("without full access for superusers has a size only, also in organizations of others", async () => {
    at.quay.addUser("bob");
    at.quay.store.addOrganization("others", at.quay.store.user("bob"));
    at.quay.features.SUPERUSERS_FULL_ACCESS = false;
    const program = { namespace: "others", size: "10 GiB" };
    const state = await at.run("Quota").create(program);
    at.requested();
    expect(await at.run("Quota").refresh(state)).toEqual(state);
    expect(at.requested()).toEqual([view, quota]);
    for (const [name, value] of [
      ["warnings", [80]],
      ["reject", 100],
    ] as const) {
      const { failures } = await at.run("Quota").check({ ...program, [name]: value });
      expect(failures).toEqual([
        { property: name, reason: expect.stringContaining("FEATURE_SUPERUSERS_FULL_ACCESS switched off") },
      ]);
    }
    expect(at.requested()).toEqual([]);
    await at.run("Quota").delete(state);
    expect(stored("others")).toBeUndefined();
  });

  it("that only Quay's configuration sets counts as none", async () => {
    const state = await at.run("Quota").create({ ...least, namespace: "alice" });
    await at.callQuay(`DELETE /v1/superuser/organization/alice/quota/${stored("alice").id}`);
    const byDefault = { id: null, limit_bytes: 5, limit: "5.0 Byte", default_config: true, limits: [] };
    at.quay.fail(quota, { status: 200, body: [byDefault] }, { times: Number.POSITIVE_INFINITY });
    expect(await at.run("Quota").refresh(state)).toBeUndefined();
  });

  it("of a namespace that does not exist is explained, although Quay answers with an error page", async () => {
    await expect(at.run("Quota").create({ ...least, namespace: "nowhere" })).rejects.toThrow(
      "There is no organization or user nowhere.",
    );
  });

  it("is deleted twice, as when another run was faster, without an error", async () => {
    const state = await at.run("Quota").create(least);
    await at.run("Quota").delete(state);
    at.requested();
    await at.run("Quota").delete(state);
    expect(at.requested()).toEqual([quota]);
  });
});

describe("A preview of a Quota", () => {
  const at = harness("native", { uncounted: "GET /config" });
  const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  it("shows the size in bytes, unless it is unknown yet", async () => {
    const previewed = async (size: string) => {
      const { inputs } = await at.run("Quota").check({ namespace: "acme", size });
      return at.run("Quota").native.preview(inputs);
    };
    expect(await previewed("2 GB")).toMatchObject({ size: "2 GB", sizeBytes: 2_000_000_000 });
    expect(await previewed(unknown)).toMatchObject({ size: unknown, sizeBytes: unknown });
  });
});
