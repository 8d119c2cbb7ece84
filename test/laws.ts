import { resources } from "../provider/resources";
import schema from "../schema.json";
import { absent, type Parent } from "./laws/absence";
import { addressed } from "./laws/addressing";
import { entries } from "./laws/entries";
import { isListed } from "./laws/lists";
import { origin } from "./laws/origin";
import { refused } from "./laws/rights";
import { inTrouble } from "./laws/trouble";
import { unsupported } from "./laws/unsupported";
import { type Lab, lab } from "./run";

type Properties = Record<string, unknown>;

/** One thing of a kind, and how to see and change it without our code. */
export interface Specimen {
  /** The least a program may say. */
  least: Properties;
  /** Its id. */
  id: string;
  /** A value for each property that can be changed in place. */
  changes: Properties;
  /** Another identity. */
  renamed: Properties;
  /** Whether a changed identity is refused because the delete is guarded. */
  guarded?: true;
  /** What is refused when made twice; false for a statement, which may be made twice. */
  unique?: false;
  /** Makes what it stands in. */
  world(lab: Lab): unknown;
  /** What Quay's own store holds of it, in our words; undefined when nothing. */
  stored(lab: Lab): Properties | undefined;
  /** Somebody else changes these properties. */
  change(lab: Lab, changes: Properties): Promise<unknown>;
  /** Somebody else deletes it. */
  vanish(lab: Lab): Promise<unknown>;
  /** What it goes with, the greatest first. */
  parents: Parent[];
  /** The write that makes it. */
  creates: string;
}

/** What is true of every kind. */
export function laws(kind: string, specimen: Specimen): void {
  const { least, id, changes } = specimen;
  const described = schema.resources[`quay:index:${kind}` as keyof typeof schema.resources];
  const at = lab();

  describe(`${kind} obeys the laws:`, () => {
    beforeEach(async () => {
      await specimen.world(at);
      at.asked();
    });

    it("made, it is there", async () => {
      const state = await at.run(kind).create(least);
      expect(state.id).toBe(id);
      expect(specimen.stored(at)).toMatchObject(least);
    });

    it("the least you may say is enough, and the defaults are what the schema says", async () => {
      const state = await at.run(kind).create(least);
      const defaults = Object.entries(described.inputProperties as Record<string, { default?: unknown }>).filter(
        ([name, property]) => property.default !== undefined && !(name in least),
      );
      for (const [name, property] of defaults) {
        expect({ [name]: state.outputs[name] }).toEqual({ [name]: property.default });
        expect(specimen.stored(at)).toHaveProperty(name, property.default);
      }
    });

    it("its outputs hold all its inputs, and what the schema requires", async () => {
      const state = await at.run(kind).create({ ...least, ...changes });
      expect(state.outputs).toMatchObject(state.inputs);
      for (const name of described.required) expect(state.outputs).toHaveProperty(name);
    });

    it("its secrets are secret in the state, and nothing else is", async () => {
      const outputs = Object.entries(described.properties as Record<string, { secret?: true }>);
      const secrets = outputs.filter(([, { secret }]) => secret).map(([name]) => name);
      const state = await at.run(kind).create(least);
      expect(state.secrets?.sort()).toEqual(secrets.sort());
      expect((await at.run(kind).refresh(state))?.secrets?.sort()).toEqual(secrets.sort());
    });

    if (specimen.unique !== false) {
      it("made twice, it is refused and untouched", async () => {
        await at.run(kind).create({ ...least, ...changes });
        await expect(at.run(kind).create(least)).rejects.toThrow(`${kind} ${id} already exists`);
        expect(specimen.stored(at)).toMatchObject({ ...least, ...changes });
      });

      it("with adopt it is taken over as it is, without a write", async () => {
        await at.run(kind).create({ ...least, ...changes });
        at.asked();
        const state = await at.run(kind).create({ ...least, ...onlyManaged(kind, changes), adopt: true });
        expect(at.asked().filter((route) => !route.startsWith("GET "))).toEqual([]);
        expect(state.outputs).toMatchObject({ ...changes, adopt: true });
      });
    } else {
      it("made twice, it is the same", async () => {
        await at.run(kind).create({ ...least, ...changes });
        const state = await at.run(kind).create({ ...least, ...changes });
        expect(state.id).toBe(id);
        expect(specimen.stored(at)).toMatchObject({ ...least, ...changes });
      });
    }

    it("asked again, nothing changes and nothing is asked of Quay", async () => {
      const state = await at.run(kind).create({ ...least, ...changes });
      at.asked();
      const run = at.run(kind);
      expect(await run.diff(state, { ...least, ...changes })).toEqual({ changes: false });
      const again = await run.update(state, { ...least, ...changes });
      expect(again.outputs).toEqual(state.outputs);
      expect(at.asked()).toEqual([]);
    });

    for (const flag of resources[kind]?.flags ?? [])
      it(`${flag} counts until the program takes it away`, async () => {
        const state = await at.run(kind).create({ ...least, [flag]: true });
        expect(state.outputs).toHaveProperty(flag, true);
        expect(await at.run(kind).diff(state, least)).toEqual({ replaces: [], deleteBeforeReplace: false });
        const updated = await at.run(kind).update(state, least);
        expect(updated.outputs).not.toHaveProperty(flag);
      });

    it("refreshed, it is the same", async () => {
      for (const program of [least, { ...least, ...changes }]) {
        const state = await at.run(kind).create(program);
        const refreshed = await at.run(kind).refresh(state);
        expect(refreshed).toEqual(state);
        await at.run(kind).delete({ ...state, outputs: { ...state.outputs, forceDelete: true } });
        at.quay.collectGarbage();
      }
    });

    for (const [name, value] of Object.entries(changes))
      it(`${name} changed alone arrives`, async () => {
        const state = await at.run(kind).create(least);
        const before = specimen.stored(at);
        const program = { ...least, [name]: value };
        const difference = await at.run(kind).diff(state, program);
        expect(difference).toEqual({ replaces: [], deleteBeforeReplace: false });
        const updated = await at.run(kind).update(state, program);
        expect(updated.outputs).toMatchObject({ [name]: value });
        expect(specimen.stored(at)).toEqual({ ...before, [name]: value });
      });

    it("a new name is a new thing", async () => {
      const state = await at.run(kind).create(least);
      const program = { ...least, ...specimen.renamed };
      if (specimen.guarded) await expect(at.run(kind).diff(state, program)).rejects.toThrow("cannot be renamed");
      const forced = { ...state, inputs: { ...state.inputs, forceDelete: true } };
      const { replaces, deleteBeforeReplace } = await at.run(kind).diff(forced, program);
      expect(replaces).toEqual(Object.keys(specimen.renamed));
      expect(deleteBeforeReplace).toBe(false);
    });

    it("changed behind our back, refresh sees it, property by property", async () => {
      const state = await at.run(kind).create({ ...least, ...changes });
      const before = specimen.stored(at);
      const first = await at.run(kind).create({ ...least, ...specimen.renamed });
      for (const [name, value] of Object.entries(first.outputs)) {
        if (!(name in changes)) continue;
        await specimen.change(at, { [name]: value });
        const refreshed = await at.run(kind).refresh(state);
        expect(refreshed?.inputs).toEqual({ ...state.inputs, [name]: value });
        await specimen.change(at, { [name]: before?.[name] });
      }
    });

    it("deleted, it is gone; deleted twice, content", async () => {
      const state = await at.run(kind).create(least);
      await at.run(kind).delete(state);
      expect(specimen.stored(at)).toBeUndefined();
      await at.run(kind).delete(state);
    });

    it("an unknown property is named, with the nearest real one", async () => {
      for (const name of Object.keys(described.inputProperties)) {
        const { failures } = await at.run(kind).check({ ...least, [`${name}s`]: "x" });
        expect(failures).toEqual([
          { property: `${name}s`, reason: `${kind} has no property ${name}s. Did you mean ${name}?` },
        ]);
      }
    });

    it("a property called like what every object has is unknown too", async () => {
      const { failures } = await at.run(kind).check({ ...least, constructor: "x", toString: "y" });
      expect(failures.map(({ property }) => property)).toEqual(["constructor", "toString"]);
    });

    it("of a long value the beginning is said", async () => {
      const { failures } = await at.run(kind).check({ ...least, ["x".repeat(10_000)]: "y" });
      expect(failures).toHaveLength(1);
      expect(failures[0]?.reason.length).toBeLessThan(300);
    });

    it("a value unknown in a preview is let through", async () => {
      const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
      for (const name of Object.keys(described.inputProperties)) {
        const { inputs, failures } = await at.run(kind).check({ ...least, [name]: unknown });
        expect(failures).toEqual([]);
        expect(inputs[name]).toBe(unknown);
      }
      expect(at.asked()).toEqual([]);
    });

    absent(kind, specimen, at);
    addressed(kind, specimen, at);
    inTrouble(kind, specimen, at);
    unsupported(kind, specimen, at);
    refused(kind, specimen, at);
    isListed(kind, specimen, at);
    entries(kind, specimen, at);
    origin(kind, specimen, at);
  });
}

/** Adoption takes over what is left to Quay only as far as the program mentions it. */
function onlyManaged(kind: string, changes: Properties): Properties {
  const { required } = schema.resources[`quay:index:${kind}` as keyof typeof schema.resources];
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !required.includes(name)));
}
