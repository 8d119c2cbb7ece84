import { startQuay } from "../../local-quay";
import { patience } from "../engine/workspace";
import { image, robotTokens } from "./contents";
import { mischief } from "./fault-injection";
import { plan, world } from "./plan";
import { Process, said } from "./process";
import { seeded } from "./seed";
import { leaked, Stack } from "./stack";

const size = 500;

seeded(
  `On the real engine, a stack of ${size} whose Quay fails at 30 % of all calls`,
  (seed) => {
    it(
      "reaches the declared state after three runs of up, with nothing created twice, orphaned or dropped, and no secret printed",
      async () => {
        const calm = await startQuay();
        const stack = await Stack.begin({ timeoutSeconds: 5 });
        try {
          const { quay } = stack;
          const program = plan(seed, size, await world(calm));
          const undisturbed = new Process(calm);
          await undisturbed.up(program, new Map());
          expect(said(undisturbed)).toBe("");
          await undisturbed.close();

          await world(quay);
          await stack.declare(program);
          const trouble = mischief(quay, seed);
          const runs = [];
          for (let kept: string[] = []; runs.length < 3 && !runs.at(-1)?.ok; kept = Object.keys(stack.state())) {
            runs.push(await stack.run("up", "--yes", "--skip-preview", "--continue-on-error"));
            const dropped = kept.filter((key) => !(key in stack.state()));
            expect(dropped).toEqual([]);
          }
          trouble.end();
          expect(runs.at(-1)).toMatchObject({ ok: true });
          expect(Object.keys(stack.state()).sort()).toEqual(program.map(({ key }) => key).sort());
          expect(image(quay)).toEqual(image(calm));
          expect(await stack.knownTokens()).toEqual(robotTokens(quay));

          await stack.done("preview", "--refresh", "--expect-no-changes");
          expect(leaked({ quay: quay.token, ...robotTokens(quay) }, stack.heard + stack.written())).toEqual([]);
        } finally {
          await Promise.all([calm.close(), stack.leave()]);
        }
      },
      patience,
    );
  },
  { long: true },
);
