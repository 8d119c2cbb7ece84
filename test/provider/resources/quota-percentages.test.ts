import type { Quota } from "../../../local-quay";
import { harness } from "../../harness";
import { prepare } from "../../kinds";

describe("The percentages of a Quota", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const least = { namespace: "acme", size: "10 GiB" };
  const quota = "GET /v1/superuser/organization/{namespace}/quota";
  const limited = "POST /v1/organization/{orgname}/quota/{quota_id}/limit";
  const unlimited = "DELETE /v1/organization/{orgname}/quota/{quota_id}/limit/{limit_id}";
  const stored = () => at.quay.store.namespace("acme")?.quota as Quota;
  const limits = () => stored().limits.map(({ type, percent }) => `${type} ${percent}`);
  const addLimit = (type: "Warning" | "Reject", percent: number) =>
    stored().limits.push({ id: at.quay.store.nextId(), type, percent });

  beforeEach(async () => {
    await prepare(at.quay, "Quota");
    at.requested();
  });

  it("are in ascending order, each once", async () => {
    const { inputs } = await at.run("Quota").check({ ...least, warnings: [100, 9, 80, 9] });
    expect(inputs.warnings).toEqual([9, 80, 100]);
  });

  it("that were written in part are in the state, and the next up writes the others", async () => {
    const state = await at.run("Quota").create({ ...least, warnings: [60, 70] });
    at.quay.fail(limited, 503, {
      times: 1,
      when: ({ body }) => (body as { threshold_percent: number }).threshold_percent === 90,
    });
    const failed = await at
      .run("Quota")
      .update(state, { ...least, warnings: [80, 90] })
      .catch((error) => error);
    expect(failed.message).toContain("503 Service Temporarily Unavailable");
    expect(failed.properties).toMatchObject({ size: "10 GiB", warnings: [60, 70, 80] });
    const partly = { ...state, outputs: failed.properties };
    at.requested();
    await at.run("Quota").update(partly, { ...least, warnings: [80, 90] });
    expect(at.requested()).toEqual([quota, limited, unlimited, unlimited]);
    expect(limits()).toEqual(["Warning 80", "Warning 90"]);
  });

  it("refuse at every moment while the refusal changes, and no more without one", async () => {
    const state = await at.run("Quota").create({ ...least, reject: 90 });
    at.requested();
    const raised = await at.run("Quota").update(state, { ...least, reject: 100 });
    expect(at.requested()).toEqual([quota, limited, unlimited]);
    expect(limits()).toEqual(["Reject 100"]);
    const none = await at.run("Quota").update(raised, least);
    expect(limits()).toEqual([]);
    expect(none.outputs).not.toHaveProperty("reject");
  });

  it("show a refusal that somebody added as drift, and it goes again", async () => {
    const state = await at.run("Quota").create(least);
    addLimit("Reject", 50);
    const drifted = await at.run("Quota").refresh(state);
    expect(drifted?.outputs).toMatchObject({ reject: 50 });
    await at.run("Quota").update(drifted as typeof state, least);
    expect(limits()).toEqual([]);
  });

  it("show a warning once that Quay holds twice, and both go", async () => {
    const state = await at.run("Quota").create({ ...least, warnings: [80] });
    addLimit("Warning", 80);
    expect(await at.run("Quota").refresh(state)).toEqual(state);
    await at.run("Quota").update(state, least);
    expect(limits()).toEqual([]);
  });

  it("show the lowest of several refusals, which counts, and only the wanted one stays", async () => {
    const state = await at.run("Quota").create({ ...least, reject: 100 });
    addLimit("Reject", 90);
    addLimit("Reject", 95);
    const drifted = await at.run("Quota").refresh(state);
    expect(drifted?.outputs).toMatchObject({ reject: 90 });
    at.requested();
    await at.run("Quota").update(drifted as typeof state, { ...least, reject: 100 });
    expect(at.requested()).toEqual([quota, unlimited, unlimited]);
    expect(limits()).toEqual(["Reject 100"]);
  });
});
