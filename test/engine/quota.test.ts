import type { QuotaUsageResult } from "pulumi-quay";
import { onBothFaces } from "./faces";
import { expectFailure, Story } from "./stack";

interface Quotas {
  /** Of the organization acme. */
  size?: string;
  warnings?: number[];
  reject?: number;
  /** Of the user alice. */
  alice?: string;
}

onBothFaces("A quota", (quay) => {
  const story = new Story("configuration");
  const held = (namespace: string) => story.quay.store.namespace(namespace)?.quota;
  const limits = () => held("acme")?.limits.map(({ type, percent }) => `${type} ${percent}`);
  let usage: QuotaUsageResult | undefined;

  const program =
    ({ size, warnings, reject, alice }: Quotas) =>
    () => {
      const acme = new quay.Organization("acme");
      new quay.Repository("web", { namespace: acme.name, forceDelete: true });
      if (alice) new quay.Quota("alice", { namespace: "alice", size: alice, warnings: [90] });
      if (!size) return;
      const quota = new quay.Quota("acme", { namespace: acme.name, size, warnings, reject });
      quay.getQuotaUsageOutput({ namespace: quota.namespace }).apply((found) => {
        usage = found;
      });
    };
  const full = { size: "10 GiB", warnings: [80, 95], reject: 100, alice: "2 GB" };

  it("is made for an organization and a user, and shows nothing to change however its size is spelled", async () => {
    story.quay.addUser("alice");
    await story.up(program(full));
    expect(held("acme")?.bytes).toBe(10 * 2 ** 30);
    expect(limits()).toEqual(["Reject 100", "Warning 80", "Warning 95"]);
    expect(held("alice")).toMatchObject({ bytes: 2e9, limits: [{ type: "Warning", percent: 90 }] });
    story.requested();
    const spelled = { ...full, size: "10240MiB", warnings: [95, 80], alice: "2000000000" };
    const { steps } = await story.preview(program(spelled), { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
    await story.up(program(spelled), { expectNoChanges: true });
    expect(story.writes()).toEqual([]);
  });

  it("is lowered below what is there: Quay takes it, nothing is lost, and the usage tells", async () => {
    story.quay.push("acme/web", "v1");
    const { changes } = await story.preview(program({ ...full, size: "100 B" }));
    expect(changes).toMatchObject({ "Quota acme": { size: { from: "10 GiB", to: "100" } } });
    await story.up();
    expect(story.state()["Quota acme"]?.outputs).toMatchObject({ size: "100", sizeBytes: 100 });
    expect(story.writes()).toEqual([expect.stringMatching(/^PUT superuser\/organization\/acme\/quota\/\d+$/)]);
    expect(story.quay.store.repository("acme", "web")?.tags).toHaveLength(1);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(usage).toMatchObject({ sizeBytes: 100, warnings: [80, 95], reject: 100, isComplete: true });
    expect(usage?.usedBytes).toBeGreaterThan(100);
    expect(usage?.usedPercent).toBeGreaterThan(100);
  });

  it("whose percentages somebody changed is shown with them, and healed without a moment that accepts everything", async () => {
    const at = `/v1/organization/acme/quota/${held("acme")?.id}/limit`;
    for (const { id, percent } of held("acme")?.limits ?? [])
      if (percent !== 80) await story.callQuay(`DELETE ${at}/${id}`);
    await story.callQuay(`POST ${at}`, { type: "Reject", threshold_percent: 50 });
    await story.callQuay(`POST ${at}`, { type: "Warning", threshold_percent: 40 });
    const { changes } = await story.preview(undefined, { refresh: true });
    expect(changes).toEqual({
      "Quota acme": { warnings: { from: [40, 80], to: [80, 95] }, reject: { from: 50, to: 100 } },
    });
    story.requested();
    await story.up(undefined, { refresh: true });
    expect(story.writes().map((write) => write.split(" ")[0])).toEqual(["POST", "DELETE", "POST", "DELETE"]);
    expect(limits()?.sort()).toEqual(["Reject 100", "Warning 80", "Warning 95"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("refuses nothing any more when the program leaves out reject", async () => {
    const { changes } = await story.preview(program({ ...full, size: "100 B", reject: undefined }));
    expect(Object.keys(changes["Quota acme"] ?? {})).toEqual(["reject"]);
    await story.up();
    expect(limits()?.sort()).toEqual(["Warning 80", "Warning 95"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("of a user that somebody deleted is made anew, and goes with its resource", async () => {
    await story.callQuay(`DELETE /v1/superuser/users/alice/quota/${held("alice")?.id}`);
    const { steps } = await story.preview(undefined, { refresh: true });
    expect(steps).toEqual(["create Quota alice"]);
    await story.up(undefined, { refresh: true });
    expect(held("alice")?.bytes).toBe(2e9);
    await story.up(program({ size: "1 GB" }));
    expect(held("alice")).toBeUndefined();
    expect(story.state()).not.toHaveProperty("Quota alice");
  });

  it("is gone after a destroy", async () => {
    await story.destroy();
    expect(held("acme")).toBeUndefined();
    expect(story.quay.store.organization("acme")).toBeUndefined();
  });
});

onBothFaces("A quota with notifications of its namespace, which Quay deletes with it,", (quay) => {
  const story = new Story();
  const acme = () => story.quay.store.organization("acme");
  const titles = () => [...(acme()?.notifications.values() ?? [])].map(({ title }) => title);

  const program =
    ({ quota = true, notification = true }) =>
    () => {
      const acme = new quay.Organization("acme");
      const held = quota && new quay.Quota("acme", { namespace: acme.name, size: "10 GiB" });
      if (!notification) return;
      const namespace = held ? held.namespace : acme.name;
      new quay.NamespaceNotification("full", { namespace, event: "quota_error", quay: { team: "owners" } });
    };
  const quotaAt = () => `/v1/superuser/organization/acme/quota/${acme()?.quota?.id}`;

  it("is added to the notifications that were there, which stay as they are", async () => {
    await story.up(program({ quota: false }));
    const [uuid] = acme()?.notifications.keys() ?? [];
    const { steps } = await story.up(program({}));
    expect(steps).toEqual(["create Quota acme"]);
    expect([...(acme()?.notifications.keys() ?? [])]).toEqual([uuid]);
  });

  it("is shown to be made anew with them after somebody deleted it, and both are", async () => {
    await story.callQuay(`DELETE ${quotaAt()}`);
    expect(titles()).toEqual([]);
    const { steps } = await story.preview(undefined, { refresh: true });
    expect(steps).toEqual(["create Quota acme", "create NamespaceNotification full"]);
    await story.up(undefined, { refresh: true });
    expect(titles()).toEqual(["full"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("shows only the notifications as gone after somebody made another like it", async () => {
    await story.callQuay(`DELETE ${quotaAt()}`);
    await story.callQuay("POST /v1/superuser/organization/acme/quota", { limit_bytes: 10 * 2 ** 30 });
    const { steps } = await story.up(undefined, { refresh: true });
    expect(steps).toEqual(["create NamespaceNotification full"]);
    expect(titles()).toEqual(["full"]);
  });

  it("is not deleted while the program wants them, and the refusal names them", async () => {
    const { text } = await expectFailure(story.up(program({ quota: false })));
    expect(text).toContain(
      "Quay would delete NamespaceNotification acme:full with it, which this program still wants. Take them out of the program " +
        "too, or keep Quota acme.",
    );
    expect(acme()?.quota?.bytes).toBe(10 * 2 ** 30);
    expect(titles()).toEqual(["full"]);
  });

  it("is deleted with them", async () => {
    await story.up(program({ quota: false, notification: false }));
    expect([acme()?.quota, titles()]).toEqual([undefined, []]);
    expect(Object.keys(story.state())).toEqual(["Organization acme"]);
  });
});
