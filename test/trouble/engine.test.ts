import { startQuay } from "../../local-quay";
import { setupTimeout } from "../engine/workspace";
import { contentsOf, robotTokens } from "./contents";
import { injectFaults } from "./fault-injection";
import { prepareQuay, randomProgram } from "./plan";
import { messagesOf, Process } from "./process";
import { seeded } from "./seed";
import { leakedTokens, Stack } from "./stack";

const size = 500;

seeded(
  `On the real engine, a stack of ${size} whose Quay fails at 30 % of all calls`,
  (seed) => {
    it(
      "reaches the declared state after three runs of up, with nothing created twice, orphaned or dropped, and no secret printed",
      async () => {
        const calm = await startQuay();
        const stack = await Stack.create({ timeoutSeconds: 5 });
        try {
          const { quay } = stack;
          const program = randomProgram(seed, size, await prepareQuay(calm));
          const undisturbed = new Process(calm);
          await undisturbed.up(program, new Map());
          expect(messagesOf(undisturbed)).toBe("");
          await undisturbed.close();

          await prepareQuay(quay);
          await stack.declare(program);
          const trouble = injectFaults(quay, seed);
          const runs = [];
          for (let kept: string[] = []; runs.length < 3 && !runs.at(-1)?.ok; kept = Object.keys(stack.state())) {
            runs.push(await stack.run("up", "--yes", "--skip-preview", "--continue-on-error"));
            const dropped = kept.filter((key) => !(key in stack.state()));
            expect(dropped).toEqual([]);
          }
          trouble.end();
          expect(runs.at(-1)).toMatchObject({ ok: true });
          expect(Object.keys(stack.state()).sort()).toEqual(program.map(({ key }) => key).sort());
          expect(contentsOf(quay)).toEqual(contentsOf(calm));
          expect(robotTokens(quay)).toMatchObject(await stack.knownTokens());

          await stack.succeed("preview", "--refresh", "--expect-no-changes");
          expect(leakedTokens({ quay: quay.token, ...robotTokens(quay) }, stack.output + stack.writtenFiles())).toEqual(
            [],
          );
        } finally {
          await Promise.all([calm.close(), stack.close()]);
        }
      },
      setupTimeout,
    );
  },
  { long: true },
);
