import { type LocalQuay, startQuay } from "../../local-quay";
import { resources } from "../../provider/resources";
import type { Harness, State } from "../harness";
import type { Specimen } from "../kinds/specimen";

/** What is true of every kind when the settings point to another Quay than that of the state. */
export function origin(kind: string, specimen: Specimen, at: Harness): void {
  const { least, changes } = specimen;
  const stored = () => specimen.stored(at.quay.store, least);
  const host = () => new URL(at.quay.url).host;

  describe("with settings of another Quay", () => {
    let other: LocalQuay;
    beforeAll(async () => {
      other = await startQuay();
    });
    afterAll(() => other.close());

    it("is neither read, changed nor deleted there: the refusal names both and how to proceed", async () => {
      const state = await at.run(kind).create(least);
      const otherQuay = { "quay:url": other.url, "quay:token": other.token };
      const run = () => at.run(kind, otherQuay);
      other.requests.splice(0);
      Object.assign(other.features, at.quay.features);
      other.directory = at.quay.directory;
      const program = { ...least, ...changes };
      for (const ask of [
        () => run().diff(state, program),
        () => run().refresh(state),
        () => run().update(state, program),
        () => run().delete({ ...state, outputs: { ...state.outputs, forceDelete: true } }),
      ]) {
        const message = await ask().then(String, ({ message }) => message);
        expect(message).toContain(`of the Quay ${host()}, and the settings lead to ${new URL(other.url).host}`);
        expect(message).toContain(`QUAY_MOVED_FROM=${host()} pulumi refresh --run-program`);
        expect(message).toContain("pulumi state delete");
      }
      // A preview may ask it anonymously for its features.
      expect(other.requests.filter(({ route }) => route !== "GET /config")).toEqual([]);
      expect(stored()).toBeDefined();
    });
  });

  describe("with a new name of the same Quay", () => {
    beforeEach(() => {
      process.env.QUAY_MOVED_FROM = "old.example.com";
    });
    afterEach(() => {
      delete process.env.QUAY_MOVED_FROM;
    });
    const old = { "quay:registry": "old.example.com" };

    it("gets the new name in the state by a refresh, and nothing changes but what contains the name", async () => {
      const state = await at.run(kind, old).create({ ...least, ...changes });
      at.requested();
      const refreshed = (await at.run(kind).refresh(state)) as State;
      expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
      expect(refreshed.origin).toMatchObject({ entry: state.origin?.entry, quay: host() });
      const { derives = {}, computes = {} } = resources[kind] ?? {};
      const follows = new Set([...Object.keys(derives), ...Object.keys(computes)]);
      for (const [name, value] of Object.entries(state.outputs)) {
        if (!follows.has(name)) expect({ [name]: refreshed.outputs[name] }).toEqual({ [name]: value });
      }
      expect(JSON.stringify(refreshed)).not.toContain("old.example.com");
      expect(await at.run(kind).diff(refreshed, { ...least, ...changes })).toEqual({ changes: false });
    });

    it("is not dropped when it is missing, and is refused by everything but a refresh", async () => {
      const state = await at.run(kind, old).create(least);
      await expect(at.run(kind).update(state, least)).rejects.toThrow("of the Quay old.example.com");
      await expect(at.run(kind).delete(state)).rejects.toThrow("of the Quay old.example.com");
      expect(stored()).toBeDefined();
      await specimen.vanish(at.quay, least);
      await expect(at.run(kind).refresh(state)).rejects.toThrow("it may not be the same under a new name");
    });
  });

  it("has no diff with a state of version 0.1.0, which names no Quay, and gets the present name by a refresh", async () => {
    const { origin: _, ...state } = await at.run(kind).create(least);
    expect(await at.run(kind).diff(state, least)).toEqual({ changes: false });
    const refreshed = await at.run(kind).refresh(state);
    expect(refreshed).toMatchObject(state);
    expect(refreshed?.origin).toEqual({ entry: expect.any(String), quay: host() });
  });
}
