import { resources } from "../../provider/resources";
import type { Harness, State } from "../harness";
import type { Specimen } from "../kinds/specimen";

/**
 * What is true of every kind when it, or its parent, is removed from the program or replaced. The calls are those of the engine,
 * in its order: a replacement is created first and the old object deleted last, unless the delete comes first.
 */
export function deleting(kind: string, specimen: Specimen, at: Harness): void {
  const { least, creates, parents } = specimen;
  const adopting = resources[kind]?.flags.includes("adopt") ? { ...least, adopt: true } : least;

  const standsIn = ({ outputs }: State) => resources[kind]?.parents(outputs) ?? [];
  const made = () => at.run(kind).create(adopting);
  const still = () => expect(specimen.stored(at.quay.store, least)).toMatchObject(least);
  const forced = (state: State): State => ({ ...state, outputs: { ...state.outputs, forceDelete: true } });
  const gone = async (state: State) => {
    await at.run(kind).delete(forced(state));
    expect(specimen.stored(at.quay.store, least)).toBeUndefined();
  };

  it("is deleted when removed from the program, also after a refresh in the same operation", async () => {
    const state = await made();
    const up = at.operation();
    const refreshed = (await up.run(kind).refresh(state)) as State;
    await up.run(kind).compare(refreshed);
    await up.run(kind).delete(forced(refreshed));
    expect(specimen.stored(at.quay.store, least)).toBeUndefined();
  });

  it("is deleted and recreated when replaced delete-first after a diff", async () => {
    const old = await made();
    const up = at.operation();
    await up.run(kind).diff(old, adopting);
    await up.run(kind).delete(forced(old));
    expect(specimen.stored(at.quay.store, least)).toBeUndefined();
    at.quay.collectGarbage();
    await up.run(kind).create(adopting);
    still();
  });

  if (parents.length > 0)
    it("keeps its parent from being deleted while the program declares it, and the refusal names both", async () => {
      const state = await made();
      for (const [parent, parentId] of standsIn(state)) {
        const standing = await at.run(parent).get(parentId);
        const up = at.operation();
        await up.run(kind).diff(state, adopting);
        at.requested();
        const removal = up.run(parent).delete(forced(standing));
        await expect(removal).rejects.toThrow(
          `Could not delete ${parent} ${parentId}: Quay would delete ${kind} ${state.id} with it, which this program still wants.`,
        );
        expect(at.requested()).toEqual([]);
        still();
      }
    });

  for (const made of parents.length > 0 ? [false, true] : [])
    it(`whose parent was ${made ? "recreated" : "deleted"} earlier in the same operation is recreated too`, async () => {
      const state = await at.run(kind).create(adopting);
      const [parent, parentId] = standsIn(state)[0] as readonly [string, string];
      const standing = await at.run(parent).get(parentId);
      const gone = at.operation();
      await gone.run(parent).delete(forced(standing));
      at.quay.collectGarbage();
      const up = made ? at.operation() : gone;
      await up.run(parent).create(standing.inputs);
      const { replaces, deleteBeforeReplace } = await up.run(kind).diff(state, adopting);
      expect(replaces?.length).toBeGreaterThan(0);
      expect(deleteBeforeReplace).toBe(false);
      expect(up.run(kind).notices).toContainEqual(
        expect.stringContaining(`${kind} ${state.id} went with the ${parent} ${parentId} that was there before`),
      );
    });

  it("is replaced delete-first also when get reads the same object beside it", async () => {
    const old = await made();
    const up = at.operation();
    await up.run(kind).get(old.id);
    await up.run(kind).diff(old, adopting);
    await up.run(kind).delete(forced(old));
    expect(specimen.stored(at.quay.store, least)).toBeUndefined();
  });

  it("is one entry that can be deleted when the response to its create was lost and it was found by a lookup", async () => {
    at.quay.fail(creates, "reset", { times: 1, after: true });
    const state = await made();
    await gone(state);
  });
}
