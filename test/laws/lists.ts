import { resources } from "../../provider/resources";
import type { Snapshot } from "../../provider/snapshot";
import { type Harness, Process } from "../harness";
import { specimenOf } from "../kinds";
import type { Specimen } from "../kinds/specimen";

/** What is true of the list that every kind is read from. */
export function lists(kind: string, specimen: Specimen, at: Harness): void {
  const { least, parents } = specimen;
  const { observe, identity } = resources[kind] as NonNullable<(typeof resources)[string]>;
  let process: Process;
  let seen: Snapshot;
  beforeEach(() => {
    process = new Process();
    const settings: Record<string, string> = { "quay:url": at.quay.url, "quay:token": at.quay.token };
    seen = process.connections.get((key) => settings[key]).connectionFor(undefined).snapshot;
  });
  afterEach(() => process.close());

  it("is complete in the list that it is read from, beside others, until it is gone", async () => {
    const named = identity.parse((await at.run(kind).create(least)).id) ?? {};
    const reader = seen.of(observe);
    const found = await reader.get(named);
    expect(found).toMatchObject(named);
    expect(await reader.list(named)).toContainEqual(found);
    await specimen.vanish(at.quay, least);
    expect((await reader.list(named, { fresh: true })) ?? []).not.toContainEqual(found);
  });

  it("is in its list as this run wrote it", async () => {
    const named = identity.parse((await at.run(kind).create(least)).id) ?? {};
    const reader = seen.of(observe);
    const found = await reader.get(named);
    await specimen.vanish(at.quay, least);
    reader.record({ ...found, ...named }, undefined);
    expect((await reader.list(named)) ?? []).not.toContainEqual(found);
  });

  const [parent] = parents;
  if (!parent) return;
  it(`is no longer in its list after its ${parent} is deleted`, async () => {
    const named = identity.parse((await at.run(kind).create(least)).id) ?? {};
    const above = specimenOf(parent);
    await above.vanish(at.quay, above.least);
    expect((await seen.of(observe).list(named)) ?? []).toEqual([]);
  });
}
