import { resources } from "../../provider/resources";
import type { Snapshot } from "../../provider/snapshot";
import type { Specimen } from "../laws";
import { type Lab, Process } from "../run";

/** What is true of the list that every kind is read from. */
export function isListed(kind: string, { least, id, parents, vanish }: Specimen, at: Lab): void {
  const { observe, identity } = resources[kind] as NonNullable<(typeof resources)[string]>;
  const named = identity.parse(id) ?? {};
  let process: Process;
  let seen: Snapshot;
  beforeEach(() => {
    process = new Process();
    const settings: Record<string, string> = { "quay:url": at.quay.url, "quay:token": at.quay.token };
    seen = process.connections.get((key) => settings[key]).to(undefined).seen;
  });
  afterEach(() => process.close());

  it("the list that it is read from shows it whole, beside others, until it is gone", async () => {
    await at.run(kind).create(least);
    const reader = seen.of(observe);
    const found = await reader.get(named);
    expect(found).toMatchObject(named);
    expect(await reader.list(named)).toContainEqual(found);
    await vanish(at);
    expect((await reader.list(named, { fresh: true })) ?? []).not.toContainEqual(found);
  });

  it("its list shows what this run wrote", async () => {
    await at.run(kind).create(least);
    const reader = seen.of(observe);
    const found = await reader.get(named);
    await vanish(at);
    reader.record({ ...found, ...named }, undefined);
    expect((await reader.list(named)) ?? []).not.toContainEqual(found);
  });

  const [parent] = parents;
  if (!parent) return;
  it(`gone with its ${parent.kind}, its list holds nothing`, async () => {
    await at.elsewhere(`DELETE /v1/${parent.path}`);
    expect((await seen.of(observe).list(named)) ?? []).toEqual([]);
  });
}
