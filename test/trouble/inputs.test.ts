import fc from "fast-check";
import { type LocalQuay, startQuay } from "../../local-quay";
import { kinds, wellFormed } from "./arbitraries";
import { malformed, unknown } from "./malformed";
import { Process, throughWireFormat, withPlainSecrets } from "./process";
import { seeded } from "./seed";

type Properties = Record<string, unknown>;

/** Ten seeds run ten thousand. */
const numRuns = 1000;

seeded("Inputs generated from the schema", (seed) => {
  let quay: LocalQuay;
  let run: Process;
  beforeAll(async () => {
    quay = await startQuay({ directory: true });
    for (const flag of Object.keys(quay.features)) quay.features[flag] = true;
    run = new Process(quay);
  });
  // A check asks for Quay's features, once.
  afterEach(() => expect(quay.requests.filter(({ route }) => route !== "GET /config")).toEqual([]));
  afterAll(async () => void (await Promise.all([run.close(), quay.close()])));

  const check = (kind: string, program: Properties, old: Properties = {}) =>
    run.handler(kind).check(old, throughWireFormat({ __logicalName: "logical", ...program }));

  const holds = <T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => Promise<void>, runs = numRuns) =>
    fc.assert(fc.asyncProperty(arbitrary, predicate), { seed, numRuns: runs, endOnFailure: true });

  it.each(kinds)("%s: well-formed inputs are accepted unchanged, and canonical ones stay so", (kind) =>
    holds(
      wellFormed(kind),
      async (program) => {
        const { inputs, failures } = await check(kind, program);
        expect(failures).toEqual([]);
        const plain = withPlainSecrets(inputs);
        expect(await check(kind, plain, plain)).toEqual({ inputs, failures: [] });
        expect(await run.handler(kind).diff("", plain, plain)).toEqual({ changes: false });
      },
      numRuns / 10,
    ),
  );

  it.each(kinds)("%s: malformed inputs are refused before the update, and the property is named", (kind) =>
    holds(malformed(kind), async ({ program, property }) => {
      const { failures } = await check(kind, program);
      // Where the value has a structure the message names the property, so that the engine does not print the value.
      const named = failures.find(
        (failure) =>
          failure.property === property || (!failure.property && failure.reason.includes(property.slice(0, 100))),
      );
      expect(named?.reason).toMatch(/^.{10,}[.)?]$/s);
      expect(named?.reason.length).toBeLessThan(1000);
    }),
  );

  it.each(kinds)("%s: inputs unknown in a preview are accepted", (kind) =>
    holds(
      unknown(kind),
      async ({ program, properties }) => {
        const { inputs, failures } = await check(kind, program);
        expect(failures).toEqual([]);
        for (const property of properties) expect(withPlainSecrets(inputs)[property]).toEqual(program[property]);
      },
      numRuns / 10,
    ),
  );

  it.each(kinds)("%s: no input reaches Object.prototype", async (kind) => {
    for (const key of ["__proto__", "constructor", "prototype"]) {
      const program = JSON.parse(`{"${key}": {"polluted": true}, "metadata": {"${key}": {"polluted": true}}}`);
      await run.handler(kind).check({}, program);
      await run.handler(kind).check(program, { __logicalName: "logical", ...program });
      expect(({} as Properties).polluted).toBeUndefined();
    }
  });
});
