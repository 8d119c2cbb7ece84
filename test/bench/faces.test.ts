import { resources } from "../../provider/resources";
import { stored as code } from "../../provider/serve/stored";
import { faces, type Harness, harness, type State } from "../harness";
import { prepare, specimenOf } from "../kinds";

/** An id that Quay assigns. */
const ASSIGNED = /[0-9a-f-]{36}/;

/** A life of one resource, each step in a provider process of its own. */
async function live(at: Harness, kind: string): Promise<{ requests: object[]; state: State }> {
  const { least, changes } = specimenOf(kind);
  await prepare(at.quay, kind);
  at.quay.requests.splice(0);
  const state = await at.run(kind).create(least);
  await at.run(kind).diff(state, least);
  await at.run(kind).refresh(state);
  const changed = await at.run(kind).update(state, { ...least, ...changes });
  await at.run(kind).delete(changed);
  const requests = at.quay.requests.map(({ method, path, body }) => ({
    method,
    path: path.replace(ASSIGNED, ""),
    body,
  }));
  return { requests, state };
}

const length = (value: unknown) => JSON.stringify(value).length;

describe("Beside the dynamic provider the plugin", () => {
  const [dynamic, native] = faces.map((face) => harness(face)) as [Harness, Harness];

  // A mirror begins to synchronize when it is made, and both lives begin in the same second.
  beforeEach(() => jest.spyOn(Date, "now").mockReturnValue(Date.now()));
  afterEach(() => jest.restoreAllMocks());

  it.each(Object.keys(resources))("sends the same requests for a %s, and its state has a fifth less", async (kind) => {
    const [one, other] = [await live(dynamic, kind), await live(native, kind)];
    expect(other.requests).toEqual(one.requests);
    const { inputs, outputs } = other.state;
    // The dynamic provider stores its code twice.
    const theirs = length(one.state.inputs) + length(one.state.outputs) + 2 * length({ __provider: code(kind) });
    expect(length(inputs) + length(outputs)).toBeLessThanOrEqual(0.8 * theirs);
  });
});
