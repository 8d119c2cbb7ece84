import { isServerDefaulted } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { isUnknown } from "../../provider/lifecycle/unknown";
import { resources } from "../../provider/resources";
import type { Harness } from "../harness";
import { isAssigned } from "../kinds";
import type { Properties, Specimen } from "../kinds/specimen";

/** What is true of every kind as a resource of the native provider, beyond what holds for both providers. */
export function native(kind: string, specimen: Specimen, at: Harness): void {
  const { least, changes } = specimen;
  const resource = resources[kind] as Resource;
  const { accepts, computes, derives, identity, initialValues, listedBy, usualValues } = resource;
  const isLeftToQuay = (name: string, program: Properties) => isServerDefaulted(resource, name) && !(name in program);
  const inputs = async (program: Properties) => (await at.run(kind).check(program)).inputs;

  /** What a preview shows has to come true, and what depends on Quay alone may be unknown. */
  function expectForeseen(preview: Properties, outputs: Properties, mayBeUnknown: (name: string) => boolean): void {
    expect(Object.keys(preview)).toEqual(expect.arrayContaining(Object.keys(outputs)));
    for (const [name, value] of Object.entries(preview)) {
      if (isUnknown(value)) expect({ [name]: mayBeUnknown(name) }).toEqual({ [name]: true });
      else expect({ [name]: outputs[name] }).toEqual({ [name]: value });
    }
  }

  it("shows in a preview the outputs that a create then has, without a request", async () => {
    const preview = await at.run(kind).native.preview(await inputs({ ...least, ...changes }));
    expect(at.requested()).toEqual([]);
    const { outputs } = await at.run(kind).create({ ...least, ...changes });
    expectForeseen(preview, outputs, (name) => !(name in accepts || name in derives));
  });

  it("shows in a preview the outputs that an update then has, without a request", async () => {
    const state = await at.run(kind).create(least);
    at.requested();
    const run = at.run(kind);
    const preview = await run.native.preview(await inputs({ ...least, ...changes }), state);
    expect(at.requested()).toEqual([]);
    const { outputs } = await run.update(state, { ...least, ...changes });
    const yielded = resource.changes.flatMap(({ yields = {} }) => Object.keys(yields));
    expectForeseen(preview, outputs, (name) => yielded.includes(name) || name in computes);
    const unchanged = await run.native.preview(state.inputs, state);
    expectForeseen(unchanged, state.outputs, () => false);
  });

  it("is imported by its id: inputs and state are such that nothing differs", async () => {
    for (const program of isAssigned(kind) ? [least] : [least, { ...least, ...changes }]) {
      const state = await at.run(kind).create(program);
      at.requested();
      const imported = await at.run(kind).native.import(state.id);
      expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
      expect(imported).toMatchObject({ id: state.id, origin: expect.objectContaining({ quay: expect.any(String) }) });
      if (!imported) return;
      const isStated = (name: string) => !resource.stateOnly.includes(name) && !isLeftToQuay(name, program);
      const stated = Object.entries(imported.inputs).filter(([name]) => isStated(name));
      expect(state.outputs).toMatchObject(Object.fromEntries(stated));
      expect(await at.run(kind).check(imported.inputs, imported.inputs)).toEqual({
        inputs: imported.inputs,
        failures: [],
      });
      expect(await at.run(kind).diff(imported, imported.inputs)).toEqual({ changes: false });
      await at.run(kind).delete({ ...state, outputs: { ...state.outputs, forceDelete: true } });
      at.quay.collectGarbage();
      await specimen.needs?.(at.quay);
    }
  });

  it("leaves to Quay in an import what nobody chose", async () => {
    const { id } = await at.run(kind).create(least);
    const imported = await at.run(kind).native.import(id);
    const untouched = Object.keys({ ...initialValues, ...usualValues }).filter((name) => isLeftToQuay(name, least));
    for (const name of untouched) {
      expect(imported?.inputs).not.toHaveProperty(name);
      expect(imported?.outputs).not.toHaveProperty(name);
    }
    expect(imported?.inputs).toMatchObject(least);
  });

  it("is not imported when there is none", async () => {
    const { id } = await at.run(kind).create(least);
    await specimen.vanish(at.quay, least);
    expect(await at.run(kind).native.import(id)).toBeUndefined();
    if (!identity.parse("?"))
      await expect(at.run(kind).native.import("?")).rejects.toThrow(`"?" is not the id of a ${kind}.`);
  });

  it("is listed in its container, by the id that an import takes", async () => {
    const { id, inputs, outputs } = await at.run(kind).create(least);
    const query = Object.fromEntries(listedBy.map((name) => [name, inputs[name] ?? outputs[name]]));
    const found = await at.run(kind).native.list(query);
    expect(found).toContainEqual({ id, name: expect.stringMatching(/./) });
    expect(await at.run(kind).native.list(query, 1)).toHaveLength(1);
    for (const name of listedBy)
      await expect(at.run(kind).native.list({ ...query, [name]: undefined })).rejects.toThrow(
        `${kind}s are listed by ${listedBy.join(" and ")}. ${name}: This property is missing.`,
      );
    expect(identity.parse(id)).toMatchObject(query);
  });
}
