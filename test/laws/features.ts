import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import type { Harness } from "../harness";
import { specimenOf } from "../kinds";
import type { Specimen } from "../kinds/specimen";

/** Whether a check of the kind asks Quay for its features. */
export function asksForFeatures(kind: string): boolean {
  const { features, needs } = resources[kind] as Resource;
  return features !== undefined || Object.values(needs).some(({ inPreview }) => inPreview);
}

/** With a feature off Quay answers as if nothing existed, and confirms deletes that do nothing. */
export function features(kind: string, { least, parents, stored, changes }: Specimen, at: Harness): void {
  const { features = [], superuserOnly } = resources[kind] as Resource;
  const there = () => stored(at.quay.store, least);
  const switchOff = (feature: string | readonly string[]) => {
    for (const flag of [feature].flat()) at.quay.features[flag] = false;
  };

  for (const feature of features) {
    const flag = `FEATURE_${[feature].flat()[0]}`;

    it(`is refused by a preview with ${flag} off, before anything is sent`, async () => {
      switchOff(feature);
      const { failures } = await at.run(kind).check(least);
      expect(failures.map(({ reason }) => reason)).toEqual([expect.stringContaining(flag)]);
      expect(at.requested()).toEqual([]);
    });

    it(`is neither read, changed nor deleted with ${flag} off: each fails with the feature's name, and the state stays`, async () => {
      const state = await at.run(kind).create(least);
      switchOff(feature);
      at.requested();
      await expect(at.run(kind).refresh(state)).rejects.toThrow(flag);
      await expect(at.run(kind).delete(state)).rejects.toThrow(flag);
      if (Object.keys(changes).length > 0)
        await expect(at.run(kind).update(state, { ...least, ...changes })).rejects.toThrow(flag);
      expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
      expect(there()).toMatchObject(least);
    });

    it(`is not created where the preview could not ask, with ${flag} off`, async () => {
      const checked = at.run(kind);
      switchOff(feature);
      at.quay.fail("GET /config", 500, { times: 1 });
      await expect(checked.create(least)).rejects.toThrow(flag);
      expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
    });

    it(`is gone with its ${parents.at(-1)}, also with ${flag} off`, async () => {
      const state = await at.run(kind).create(least);
      const parent = parents.findLast((one) => one === "Organization" || one === "Repository") ?? "";
      await specimenOf(parent).vanish(at.quay, specimenOf(parent).least);
      switchOff(feature);
      expect(await at.run(kind).refresh(state)).toBeUndefined();
      await at.run(kind).delete(state);
    });
  }

  if (asksForFeatures(kind))
    it("is previewed when Quay's features cannot be read", async () => {
      at.quay.fail("GET /config", 500, { times: Number.POSITIVE_INFINITY });
      expect((await at.run(kind).check(least)).failures).toEqual([]);
    });

  if (features.length > 0)
    it("asks for Quay's features once in a run", async () => {
      at.quay.requests.splice(0);
      const run = at.run(kind);
      const state = await run.create(least);
      await run.refresh(state);
      await run.delete(state);
      expect(at.quay.requests.filter(({ route }) => route === "GET /config")).toHaveLength(1);
    });

  if (superuserOnly)
    it("is refused at check for quay.io, which has no operations for superusers", async () => {
      const { failures } = await at.run(kind, { "quay:url": "https://quay.io" }).check(least);
      expect(failures.map(({ reason }) => reason).join()).toContain("not on quay.io");
    });
}
