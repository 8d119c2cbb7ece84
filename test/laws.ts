import type { Resource } from "../provider/lifecycle/resource";
import { resources } from "../provider/resources";
import schema from "../schema.json";
import { type FaceName, faces, harness } from "./harness";
import { isAssigned, prepare, specimenOf } from "./kinds";
import { beforeDrift, type Properties } from "./kinds/specimen";
import { absence } from "./laws/absence";
import { addressing } from "./laws/addressing";
import { authors } from "./laws/authors";
import { credentials } from "./laws/credentials";
import { deleting } from "./laws/deleting";
import { entries } from "./laws/entries";
import { asksForFeatures, features } from "./laws/features";
import { lists } from "./laws/lists";
import { native } from "./laws/native";
import { origin } from "./laws/origin";
import { refused } from "./laws/refused";
import { rights } from "./laws/rights";
import { triggers } from "./laws/triggers";
import { trouble } from "./laws/trouble";
import { unknownProperties } from "./laws/unknown-properties";
import { unsupported } from "./laws/unsupported";

/** What is true of every kind as a resource of either provider, tested on its specimen. */
export function laws(kind: string): void {
  for (const face of faces) lawsOf(kind, face);
}

function lawsOf(kind: string, face: FaceName): void {
  const specimen = specimenOf(kind);
  const { least, id, changes } = specimen;
  const { identity, initialValues: born } = resources[kind] as Resource;
  const described = schema.resources[`quay:index:${kind}` as keyof typeof schema.resources];
  // Kinds that need features of Quay ask for them once in a run, which is a law of its own.
  const at = harness(face, { uncounted: asksForFeatures(kind) ? "GET /config" : undefined });
  const isItsId = isAssigned(kind) ? expect.stringMatching(new RegExp(`^${id.replace(/\W/g, "\\$&")}.`)) : id;
  const stored = () => specimen.stored(at.quay.store, least);

  describe(`${kind} of the ${face} provider obeys the laws:`, () => {
    beforeEach(async () => {
      expect.hasAssertions();
      await prepare(at.quay, kind);
      at.requested();
    });

    it("exists in Quay once created", async () => {
      const state = await at.run(kind).create(least);
      expect(state.id).toEqual(isItsId);
      expect(stored()).toMatchObject(least);
    });

    it("refuses to form an id without a property that names it", async () => {
      const { id, inputs, outputs } = await at.run(kind).create(least);
      const naming = { ...inputs, ...outputs };
      expect(identity.format(naming)).toBe(id);
      const properties = [...identity.properties, ...(identity.assigned ? [identity.assigned] : [])];
      for (const property of properties.filter((property) => naming[property] !== undefined))
        expect(() => identity.format({ ...naming, [property]: undefined })).toThrow("An id cannot be formed without ");
    });

    if (identity.type === "singleton")
      it("has the id of its parent", () => {
        expect(id).toBe(specimenOf(resources[kind]?.refers[identity.properties.at(-1) ?? ""]?.kind ?? "").id);
      });

    it("has in its specimen a drift for every property", () => {
      const { accepts, stateOnly, writeOnly } = resources[kind] as Resource;
      const hidden = [...identity.properties, ...stateOnly, ...writeOnly, ...(specimen.elsewhere ?? [])];
      const names = Object.keys(accepts).filter((name) => !hidden.includes(name));
      expect(Object.keys(specimen.drifts)).toEqual(names);
      expect(Object.keys(specimen.stateOnly ?? {})).toEqual(stateOnly);
    });

    it("can be created with the required inputs only, and its defaults are those of the schema", async () => {
      const state = await at.run(kind).create(least);
      expect(state.outputs).toMatchObject(least);
      expect(stored()).toMatchObject(born);
      const defaults = Object.entries(described.inputProperties as Record<string, { default?: unknown }>).filter(
        ([name, property]) => property.default !== undefined && !(name in least),
      );
      for (const [name, property] of defaults) {
        expect({ [name]: state.outputs[name] }).toEqual({ [name]: property.default });
        expect(stored()).toHaveProperty(name, property.default);
      }
    });

    it("has all its inputs and the schema's required properties as outputs", async () => {
      const state = await at.run(kind).create({ ...least, ...changes });
      expect(state.outputs).toMatchObject(state.inputs);
      for (const name of described.required) expect(state.outputs).toHaveProperty(name);
    });

    it("has its secrets, and nothing else, as secrets in the state", async () => {
      const outputs = Object.entries(described.properties as Record<string, { secret?: true }>);
      const state = await at.run(kind).create(least);
      const required: readonly string[] = described.required;
      const isThere = (name: string) => required.includes(name) || name in state.outputs;
      const secrets = outputs.filter(([name, { secret }]) => secret && isThere(name)).map(([name]) => name);
      expect(state.secrets?.sort()).toEqual(secrets.sort());
      expect((await at.run(kind).refresh(state))?.secrets?.sort()).toEqual(secrets.sort());
    });

    if (specimen.unique !== false)
      it("is refused and unchanged when created twice", async () => {
        await at.run(kind).create({ ...least, ...changes });
        const said = isAssigned(kind) ? `${kind} ${id}` : `${kind} ${id} already exists`;
        await expect(at.run(kind).create(least)).rejects.toThrow(said);
        expect(stored()).toMatchObject({ ...least, ...changes });
      });
    else if (isAssigned(kind))
      it("exists twice when created twice", async () => {
        const before = specimen.all(at.quay.store).length;
        const [one, other] = [await at.run(kind).create(least), await at.run(kind).create(least)];
        expect(one.id).not.toBe(other.id);
        expect(specimen.all(at.quay.store)).toHaveLength(before + 2);
      });
    else
      it("is the same object when created twice", async () => {
        await at.run(kind).create({ ...least, ...changes });
        const state = await at.run(kind).create({ ...least, ...changes });
        expect(state.id).toBe(id);
        expect(stored()).toMatchObject({ ...least, ...changes });
      });

    if (face === "native") native(kind, specimen, at);

    if (resources[kind]?.flags.includes("adopt"))
      it("is adopted as it is with adopt, without a write", async () => {
        await at.run(kind).create({ ...least, ...changes });
        at.requested();
        const state = await at.run(kind).create({ ...least, ...onlyManaged(kind, changes), adopt: true });
        expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
        expect(state.outputs).toMatchObject({ ...changes, adopt: true });
      });

    it("has no diff and sends no request when the program is unchanged", async () => {
      const state = await at.run(kind).create({ ...least, ...changes });
      at.requested();
      const run = at.run(kind);
      expect(await run.diff(state, { ...least, ...changes })).toEqual({ changes: false });
      const again = await run.update(state, { ...least, ...changes });
      expect(again.outputs).toEqual(state.outputs);
      expect(at.requested()).toEqual([]);
    });

    for (const flag of resources[kind]?.flags ?? [])
      it(`${flag} is in force until the program removes it`, async () => {
        const state = await at.run(kind).create({ ...least, [flag]: true });
        expect(state.outputs).toHaveProperty(flag, true);
        expect(await at.run(kind).diff(state, least)).toEqual({ replaces: [], deleteBeforeReplace: false });
        const updated = await at.run(kind).update(state, least);
        expect(updated.outputs).not.toHaveProperty(flag);
      });

    it("is the same after a refresh", async () => {
      for (const program of [least, { ...least, ...changes }]) {
        const state = await at.run(kind).create(program);
        const refreshed = await at.run(kind).refresh(state);
        expect(refreshed).toEqual(state);
        await at.run(kind).delete({ ...state, outputs: { ...state.outputs, forceDelete: true } });
        at.quay.collectGarbage();
      }
    });

    for (const [name, value] of Object.entries(changes))
      it(`${name} changed alone is written to Quay`, async () => {
        const state = await at.run(kind).create(least);
        const before = stored();
        const program = { ...least, [name]: value };
        const difference = await at.run(kind).diff(state, program);
        expect(difference).toEqual({ replaces: [], deleteBeforeReplace: false });
        const updated = await at.run(kind).update(state, program);
        expect(updated.outputs).toMatchObject({ [name]: value });
        expect(stored()).toEqual({ ...before, [name]: value });
      });

    it("is another object under a new name", async () => {
      const state = await at.run(kind).create(least);
      const program = { ...least, ...specimen.renamed };
      if (specimen.guarded) await expect(at.run(kind).diff(state, program)).rejects.toThrow("cannot be renamed");
      const forced = { ...state, inputs: { ...state.inputs, forceDelete: true } };
      const { replaces, deleteBeforeReplace } = await at.run(kind).diff(forced, program);
      expect(replaces).toEqual(Object.keys(specimen.renamed).filter((name) => !(name in changes)));
      expect(deleteBeforeReplace).toBe(false);
    });

    for (const [name, { theirs }] of Object.entries(specimen.drifts))
      it(`${name} changed outside Pulumi is found by refresh`, async () => {
        const state = await at.run(kind).create(beforeDrift(specimen, name));
        await specimen.change(at.quay, least, { [name]: theirs });
        expect((await at.run(kind).refresh(state))?.inputs).toEqual({ ...state.inputs, [name]: theirs });
      });

    it("is gone after a delete, and a second delete succeeds", async () => {
      const state = await at.run(kind).create(least);
      await at.run(kind).delete(state);
      expect(stored()).toBeUndefined();
      await at.run(kind).delete(state);
    });

    it("accepts a value that is unknown in a preview", async () => {
      const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
      for (const name of Object.keys(described.inputProperties)) {
        const { inputs, failures } = await at.run(kind).check({ ...least, [name]: unknown });
        expect(failures).toEqual([]);
        expect(inputs[name]).toBe(unknown);
      }
      expect(at.requested()).toEqual([]);
    });

    credentials(kind, specimen, at, face);
    triggers(kind, specimen, at);
    features(kind, specimen, at);
    refused(kind, specimen, at);
    unknownProperties(kind, specimen, at);
    absence(kind, specimen, at);
    addressing(kind, specimen, at);
    trouble(kind, specimen, at);
    unsupported(kind, specimen, at);
    rights(kind, specimen, at);
    lists(kind, specimen, at);
    if (!isAssigned(kind)) entries(kind, specimen, at);
    deleting(kind, specimen, at);
    origin(kind, specimen, at);
    authors(kind, specimen, at);
  });
}

/** Adoption takes over properties that Quay sets by itself only as far as the program declares them. */
function onlyManaged(kind: string, changes: Properties): Properties {
  const { required } = schema.resources[`quay:index:${kind}` as keyof typeof schema.resources];
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !required.includes(name)));
}
