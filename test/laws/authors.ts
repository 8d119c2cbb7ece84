import { calledBy } from "../call-quay";
import type { Harness } from "../harness";
import { beforeDrift, type Specimen } from "../kinds/specimen";

const BY = /by carol with token "local", \d{4}-\d\d-\d\d \d\d:\d\d UTC from \S+/.source;

/** What is true of every kind when a refresh finds that somebody else changed it: who did is told. */
export function authors(kind: string, specimen: Specimen, at: Harness): void {
  const { drifts, least, unlogged = [] } = specimen;

  const carols = () => calledBy(at.quay, "carol");

  for (const [property, { theirs }] of Object.entries(drifts)) {
    const isTold = !unlogged.includes(property);
    it(`tells ${isTold ? "who changed" : "that Quay's log does not say who changed"} its ${property}`, async () => {
      const ours = Object.fromEntries(Object.entries(drifts).filter(([name]) => name === property));
      const state = await at.run(kind).create(beforeDrift({ ...specimen, drifts: ours }, property));
      const change = (isTold && specimen.changeByApi) || specimen.change;
      await change(carols(), least, { [property]: theirs });
      const run = at.run(kind);
      await run.refresh(state);
      const told = isTold ? BY : "Quay's log does not say by whom";
      const found = run.notices.filter((line) => line.startsWith(`${kind} ${state.id}: `));
      expect(found).toEqual([expect.stringMatching(new RegExp(`: .*\\b${property} .*, (and |probably )?${told}`))]);
    });
  }

  // Quay's log of a deleted organization is for superusers only, and so is that of what only superusers do.
  const gone = unlogged.includes("it") ? "gone, and Quay's log does not say by whom" : `gone, deleted ${BY}`;
  const said = kind === "Organization" ? "^Who changed what in acme is not told" : `^${kind} .*: ${gone}`;
  it(`tells who deleted it, as far as Quay's log does`, async () => {
    const state = await at.run(kind).create(least);
    await specimen.vanish(carols(), least);
    const run = at.run(kind);
    expect(await run.refresh(state)).toBeUndefined();
    expect(run.notices.filter((line) => /^Who|: gone/.test(line))).toEqual([expect.stringMatching(said)]);
  });

  it("is refreshed without a look into Quay's log while nothing differs, or when that is switched off", async () => {
    const state = await at.run(kind).create(least);
    const logs = () => at.requested().filter((route) => route.includes("logs"));
    await at.run(kind).refresh(state);
    await specimen.vanish(carols(), least);
    await at.run(kind, { "quay:drift": "false" }).refresh(state);
    expect(logs()).toEqual([]);
  });
}
