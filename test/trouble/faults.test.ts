import { startQuay } from "../../local-quay";
import { contentsOf, robotTokens } from "./contents";
import { faults, injectFaults } from "./fault-injection";
import { prepareQuay, randomProgram } from "./plan";
import { messagesOf, Process, type State } from "./process";
import { full, seeded } from "./seed";

const size = full ? 500 : 50;
// Rate limiting costs real time, which the engine's own test spends.
const only = Object.keys(faults).filter((name) => full || name !== "too many requests");

seeded(`A stack of ${size} whose Quay fails at 30 % of all calls`, (seed) => {
  it("reaches the declared state after three runs, with nothing created twice, orphaned or dropped", async () => {
    const calm = await startQuay();
    const quay = await startQuay();
    try {
      const program = randomProgram(seed, size, await prepareQuay(calm));
      expect(program).toHaveLength(size);
      expect(await prepareQuay(quay)).toBe(program.find(({ kind }) => kind === "Tag")?.args.digest);

      const undisturbed = new Process(calm);
      await undisturbed.up(program, new Map());
      expect(messagesOf(undisturbed)).toBe("");
      await undisturbed.close();

      const trouble = injectFaults(quay, seed, { only });
      const state: State = new Map();
      let output = "";
      for (const run of [1, 2, 3]) {
        const before = [...state.keys()];
        // Five seconds for the few that get no response: on a busy machine others take one.
        const process = new Process(quay, { "quay:timeoutSeconds": "5" });
        await process.up(program, state);
        output += messagesOf(process);
        await process.close();
        expect(before.filter((key) => !state.has(key))).toEqual([]);
        if (run === 3) expect(process.errors.map(({ message }) => message)).toEqual([]);
      }
      trouble.end();
      expect([...state.values()].filter(({ initErrors }) => initErrors)).toEqual([]);
      expect([...state.keys()].sort()).toEqual(program.map(({ key }) => key).sort());
      expect(contentsOf(quay)).toEqual(contentsOf(calm));
      for (const token of [quay.token, ...Object.values(robotTokens(quay))]) expect(output).not.toContain(token);

      const refreshed = new Map(state);
      const process = new Process(quay);
      await process.refresh(refreshed);
      expect(messagesOf(process)).toBe("");
      expect(refreshed).toEqual(state);
      await process.close();
    } finally {
      await Promise.all([calm.close(), quay.close()]);
    }
  }, 300_000);
});
