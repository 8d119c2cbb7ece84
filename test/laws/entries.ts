import { resources } from "../../provider/resources";
import type { Harness, State } from "../harness";
import { named } from "../kinds";
import type { Specimen } from "../kinds/specimen";

/**
 * What is true of every kind when two entries of the state are the same object in Quay. The calls are those of the engine, in its
 * order: it creates the new entry first and deletes the old one last, and calls no diff where a replacement is forced.
 */
export function entries(kind: string, specimen: Specimen, at: Harness): void {
  const { least, id, changes } = specimen;
  const unique = specimen.unique !== false;
  const canDiffer = unique || Object.keys(changes).length > 0;
  const alternative = resources[kind]?.identity.type === "singleton" ? "" : ", or choose another name";
  const adopting = unique ? { ...least, adopt: true } : least;
  const stays = expect.stringContaining(`${kind} ${id} stays in Quay, because this stack still has it`);

  const created = () => at.run(kind).create(adopting);
  const still = () => expect(specimen.stored(at.quay.store, least)).toMatchObject(least);
  const forced = (state: State): State => ({ ...state, outputs: { ...state.outputs, forceDelete: true } });
  const gone = async (state: State) => {
    await at.run(kind).delete(forced(state));
    expect(specimen.stored(at.quay.store, least)).toBeUndefined();
  };

  it("moved to another parent without an alias stays in Quay, and only the old entry leaves the state", async () => {
    const old = await created();
    const up = at.operation();
    const moved = await up.run(kind).create(adopting);
    at.requested();
    await up.run(kind).delete(forced(old));
    expect(at.requested()).toEqual([]);
    still();
    expect(up.run(kind).notices).toEqual([stays]);
    expect(await at.run(kind).refresh(moved)).toEqual(moved);
    await gone(moved);
  });

  it("moved from the default to an explicit provider stays in Quay: another process deletes the old entry", async () => {
    const old = await created();
    const up = at.operation();
    const moved = await up.beside(kind).create(adopting);
    await up.run(kind).delete(forced(old));
    still();
    await gone(moved);
  });

  it("moved by a stack of version 0.1.0, whose entries have no names, stays in Quay", async () => {
    const { origin: _, ...old } = await created();
    const up = at.operation();
    await up.run(kind).create(adopting);
    await up.run(kind).delete(forced(old));
    still();
  });

  it("that was managed and is only read by get now stays in Quay", async () => {
    const old = await created();
    const up = at.operation();
    await up.run(kind).get(id);
    await up.run(kind).delete(forced(old));
    still();
  });

  it("stays in Quay when an old entry with a pending delete is removed, also when that delete was refused before", async () => {
    const old = await created();
    const kept = await at.run(kind).create(adopting);
    for (const up of [at.operation(), at.operation()]) {
      expect(await up.run(kind).diff(kept, adopting)).toEqual({ changes: false });
      await up.run(kind).delete(forced(old));
      still();
    }
    await gone(kept);
  });

  it("stays in Quay when a delete-first replacement whose create failed is reverted: only the old entry is removed", async () => {
    const old = await created();
    await specimen.vanish(at.quay, least);
    at.quay.collectGarbage();
    const up = at.operation();
    expect(await up.run(kind).diff(old, adopting)).toEqual({ changes: false });
    const recreated = await up.run(kind).create(adopting);
    await up.run(kind).delete(forced(old));
    still();
    await gone(recreated);
  });

  it("keeps its old entry, with a notice, when its new entry could not be created", async () => {
    const old = await created();
    const up = at.operation();
    at.quay.fail("*", 403, { times: 1, when: ({ path }) => path !== "/config" });
    await expect(up.run(kind).create(adopting)).rejects.toThrow(`Could not create ${named(kind)}`);
    await expect(up.run(kind).delete(forced(old))).rejects.toThrow("could not be made");
    still();
  });

  if (unique) {
    it("created by somebody else after the lookup of this run is neither overwritten nor adopted", async () => {
      const state = await created();
      const up = at.operation();
      await specimen.vanish(at.quay, least);
      at.quay.collectGarbage();
      expect(await up.run(kind).refresh(state)).toBeUndefined();
      await at.run(kind).create({ ...least, ...changes });
      await expect(up.run(kind).create(least)).rejects.toThrow(`${kind} ${id} already exists`);
      expect(specimen.stored(at.quay.store, least)).toMatchObject({ ...least, ...changes });
    });

    it("refuses a forced replacement with an instruction that works, and is not changed", async () => {
      const old = await at.run(kind).create(least);
      const up = at.operation();
      await expect(up.run(kind).create(least)).rejects.toThrow(
        `${kind} ${id} already exists and is not managed by this stack. Set adopt: true to take it over${alternative}. If this ` +
          "stack manages it and was to replace it: it cannot stand twice, so give the resource the option " +
          "deleteBeforeReplace: true, and not retainOnDelete.",
      );
      still();
      const deleteFirst = at.operation();
      await deleteFirst.run(kind).delete(forced(old));
      at.quay.collectGarbage();
      const recreated = await deleteFirst.run(kind).create(least);
      still();
      expect(recreated.origin).not.toEqual(old.origin);
    });
  } else {
    it("stays in Quay when replaced by the option replaceOnChanges", async () => {
      const old = await created();
      const program = { ...least, ...changes };
      const up = at.operation();
      await up.run(kind).diff(old, program);
      const recreated = await up.run(kind).create(program);
      await up.run(kind).delete(old);
      expect(specimen.stored(at.quay.store, least)).toMatchObject(program);
      await gone(recreated);
    });
  }

  it("declared twice is reported by both logical names in a preview", async () => {
    const up = at.operation();
    const twice = (program: object) => up.run(kind).check({ ...least, ...program });
    expect((await twice({ __logicalName: "one" })).failures).toEqual([]);
    expect((await twice({ __logicalName: "one" })).failures).toEqual([]);
    const failures = async (more: object) => (await twice({ ...more, __logicalName: "two" })).failures;
    const other = unique ? {} : changes;
    if (!unique) expect(await failures({})).toEqual([]);
    if (!canDiffer) return;
    expect(await failures(other)).toEqual([
      { property: expect.any(String), reason: `${kind} ${id} is declared twice, as one and two. Keep one of them.` },
    ]);
  });

  if (canDiffer)
    it("declared twice under equal logical names is not created a second time", async () => {
      const up = at.operation();
      const results = await Promise.allSettled([
        up.run(kind).create(adopting),
        up.beside(kind).create({ ...adopting, ...changes }),
        up.run(kind).create({ ...adopting, ...changes }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled").length).toBeLessThan(3);
      const reasons = results.flatMap((result) =>
        result.status === "rejected" ? [String(result.reason.message)] : [],
      );
      expect(reasons).toContainEqual(expect.stringContaining("declared twice"));
    });

  it("stays in Quay when a provider that has another name or address for the same Quay manages it", async () => {
    const old = await created();
    at.quay.hostname = "quay.example.com";
    const port = new URL(at.quay.url).port;
    const others: Record<string, string>[] = [
      { "quay:registry": "images.example.com" },
      { "quay:url": `http://localhost:${port}` },
    ];
    for (const other of others) {
      const up = at.operation();
      const moved = await up.beside(kind, other).create(adopting);
      await up.run(kind).delete(forced(old));
      still();
      expect(moved.id).toBe(id);
    }
  });
}
