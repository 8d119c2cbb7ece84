import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import { withPlainSecrets } from "../faces/face";
import type { FaceName, Harness } from "../harness";
import { named } from "../kinds";
import type { Properties, Specimen } from "../kinds/specimen";

/** What is true of inputs that Quay stores and never shows, as its own store tells. */
export function credentials(kind: string, specimen: Specimen, at: Harness, face: FaceName): void {
  const { writeOnly } = resources[kind] as Resource;
  if (writeOnly.length === 0) return;
  const { given, beside } = specimen.writeOnly ?? { given: {} };
  const least: Properties = { ...specimen.least, ...beside };
  const program: Properties = { ...least, ...given };
  const rotated: Properties = { ...least, ...mapValues(given, rotate) };
  const held = () => specimen.held?.(at.quay.store, specimen.least);
  const nothing = mapValues(given, () => undefined);
  const writes = () => at.requested().filter((route) => !route.startsWith("GET "));

  it("has in its specimen a value for every input that Quay never shows", () => {
    expect(Object.keys(given)).toEqual([...writeOnly]);
  });

  it("has in Quay what the program gives, and keeps it through a refresh", async () => {
    const state = await at.run(kind).create(program);
    expect(held()).toEqual(given);
    expect(state.outputs).toMatchObject(given);
    expect(await at.run(kind).refresh(state)).toEqual(state);
  });

  it("gets a rotated one in Quay, once", async () => {
    const state = await at.run(kind).create(program);
    expect(await at.run(kind).diff(state, rotated)).toEqual({ replaces: [], deleteBeforeReplace: false });
    const updated = await at.run(kind).update(state, rotated);
    expect(held()).toEqual(mapValues(given, rotate));
    expect(await at.run(kind).diff(updated, rotated)).toEqual({ changes: false });
  });

  it("has none in Quay once the program leaves it out", async () => {
    const state = await at.run(kind).create(program);
    expect(await at.run(kind).diff(state, least)).toEqual({ replaces: [], deleteBeforeReplace: false });
    const updated = await at.run(kind).update(state, least);
    expect(held()).toEqual(nothing);
    for (const name of writeOnly) expect(updated.outputs).not.toHaveProperty(name);
    expect(await at.run(kind).diff(updated, least)).toEqual({ changes: false });
  });

  it("is adopted without a write, and sent the program's once by the next up", async () => {
    await at.run(kind).create(rotated);
    at.requested();
    const adopted = await at.run(kind).create({ ...program, adopt: true });
    expect(writes()).toEqual([]);
    for (const name of writeOnly) expect(adopted.outputs[name]).not.toEqual(given[name]);
    const { changes } = await at.run(kind).diff(adopted, { ...program, adopt: true });
    // The engine finds the inputs of the dynamic provider equal, and asks for an update only where it is told so.
    expect(changes).toBe(face === "dynamic" ? true : undefined);
    const updated = await at.run(kind).update(adopted, { ...program, adopt: true });
    expect(held()).toEqual(given);
    expect(await at.run(kind).diff(updated, { ...program, adopt: true })).toEqual({ changes: false });
  });

  it("has in Quay what the program gives when the answer to its create is lost", async () => {
    at.quay.fail(specimen.creates, "half", { times: 1 });
    const state = await at.run(kind).create(program);
    expect(held()).toEqual(given);
    expect(state.outputs).toMatchObject(given);
  });

  const values = { "the one before": program, none: least, "the new one": rotated };
  const names = Object.keys(values) as (keyof typeof values)[];
  const changes = (["the new one", "none"] as const).flatMap((to) => names.map((next) => [to, next] as const));

  it.each(changes)("is sent after a change to %s without an answer, when the program then has %s", async (to, next) => {
    const state = await at.run(kind).create(program);
    let phase: "before" | "broken" | "over" = "before";
    const when = ({ method }: { method: string }) => {
      if (phase === "before" && method !== "GET") phase = "broken";
      return phase === "broken";
    };
    at.quay.fail("*", "reset", { after: to !== "none", times: Number.POSITIVE_INFINITY, when });
    const failure = await at
      .run(kind)
      .update(state, values[to])
      .catch((error) => error);
    phase = "over";
    expect(failure).toBeInstanceOf(Error);
    const left = { ...state, inputs: values[to], ...withPlainSecrets(failure.properties) };
    await at.run(kind).update(left, values[next]);
    const wanted = values[next] as Properties;
    expect(held()).toEqual(mapKeys(given, (name) => wanted[name]));
  });

  it("that left the program is not taken for cleared when only the answer to that is missing", async () => {
    const state = await at.run(kind).create(program);
    at.quay.fail("*", "reset", { times: Number.POSITIVE_INFINITY, when: ({ method }) => method !== "GET" });
    await expect(at.run(kind).update(state, least)).rejects.toThrow(named(kind));
    expect(held()).toEqual(given);
  });

  it("never has them in a message", async () => {
    at.quay.fail("*", 500, { times: Number.POSITIVE_INFINITY });
    const message = await at
      .run(kind)
      .create(program)
      .then(
        () => "",
        (error) => String(error.message),
      );
    expect(message).toContain(named(kind));
    for (const name of writeOnly) expect(message).not.toContain(String(given[name]));
  });
}

const rotate = (value: unknown) => `${value}-rotated`;

const mapKeys = (values: Properties, its: (name: string) => unknown): Properties =>
  Object.fromEntries(Object.keys(values).map((name) => [name, its(name)]));

const mapValues = <Value>(values: Properties, change: (value: unknown) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
