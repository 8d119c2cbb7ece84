import { startQuay } from "../../local-quay";
import { resources } from "../../provider/resources";
import { patience } from "../engine/workspace";
import { image, robotTokens } from "./contents";
import { Front } from "./killable-proxy";
import { killed, moment, sentence, victims } from "./kills";
import { changed, type Declared, plan, world } from "./plan";
import { Process, said } from "./process";
import { Dice, full, seeded } from "./seed";
import { leaked, Stack } from "./stack";

const size = full ? 26 : 20;
/** Fewer requests than these arrive only when there is nothing to do. */
const requests = { create: size, change: 5, refresh: 8, destroy: size };
const operations = ["create", "change", "refresh", "destroy"] as const;
const moments = full ? 5 : 1;

seeded(`On the real engine, killed at ${moments} moments`, (seed) => {
  let stack: Stack;
  let front: Front;
  const dice = new Dice(seed, "kills");
  const plans = {} as Record<(typeof operations)[number], Declared[]>;
  const images = {} as Record<(typeof operations)[number], ReturnType<typeof image>>;
  const secrets: Record<string, string> = {};
  const up = ["up", "--yes", "--skip-preview"];

  beforeAll(async () => {
    stack = await Stack.begin({ timeoutSeconds: 5 });
    front = new Front(stack.quay, 10);
    await front.start();
    stack.environment({ QUAY_URL: front.url });
    const program = plan(seed, size, await world(stack.quay), { immutable: false });
    const other = changed(seed, program);
    Object.assign(plans, { create: program, change: other, refresh: other, destroy: other });
    for (const operation of operations)
      images[operation] = await calmly(operation === "destroy" ? [] : plans[operation]);
  }, patience);

  afterAll(async () => {
    await front?.kill();
    await stack?.leave();
  });

  const first = dice.below(victims.length);
  const all = Array.from({ length: moments }, (_, index) => {
    const operation = operations[index % operations.length] ?? "create";
    return { operation, at: moment(dice, victims[(first + index) % victims.length] ?? "engine", requests[operation]) };
  });

  it.each(all.map(({ operation, at }) => [operation, sentence(at), at] as const))(
    "%s, %s: after recovery Quay and the state match the program",
    async (operation, _, at) => {
      const { quay } = stack;
      if (operation !== "create" && Object.keys(stack.state()).length === 0) {
        await stack.declare(plans.create);
        await stack.done(...up);
      }
      const before = robotTokens(quay);
      await stack.declare(plans[operation]);
      const words = operation === "refresh" || operation === "destroy" ? [operation, "--yes", "--skip-preview"] : up;
      const ran = await killed(stack, front, at, words);
      const after = robotTokens(quay);
      Object.assign(secrets, before, after);

      if (at.victim === "engine" && ran.hit) {
        await stack.mend();
        await stack.done("cancel", "--yes");
      }
      if (operation === "destroy") {
        await stack.done("destroy", "--yes", "--skip-preview");
        expect(stack.state()).toEqual({});
      } else {
        const known = stack.state();
        // The engine has no record of these: some may exist.
        const missing = plans[operation].filter(({ key }) => !(key in known));
        if (missing.length > 0) {
          await stack.declare(plans[operation].map((one) => (missing.includes(one) ? adopting(one) : one)));
          await stack.done(...up);
          await stack.declare(plans[operation]);
        }
        await stack.done(...up, "--refresh");
        expect(Object.keys(stack.state()).sort()).toEqual(plans[operation].map(({ key }) => key).sort());
        expect(await stack.knownTokens()).toEqual(robotTokens(quay));
        if (full) await stack.done("preview", "--refresh", "--expect-no-changes");
        expect(robotTokens(quay)).toMatchObject(after);
        if (operation !== "create") expect(after).toMatchObject(before);
      }
      expect(image(quay)).toEqual(images[operation]);
      quay.collectGarbage();
    },
    patience,
  );

  it("and no secret was printed", () => {
    expect(Object.keys(secrets).length).toBeGreaterThan(0);
    expect(leaked({ quay: stack.quay.token, ...secrets }, stack.heard + stack.written())).toEqual([]);
  });
});

/** The content of a Quay after runs without faults. */
async function calmly(program: Declared[]) {
  const quay = await startQuay();
  await world(quay);
  const run = new Process(quay);
  await run.up(program, new Map());
  expect(said(run)).toBe("");
  const all = image(quay);
  await Promise.all([run.close(), quay.close()]);
  return all;
}

const adopting = (declared: Declared): Declared =>
  resources[declared.kind]?.flags.includes("adopt")
    ? { ...declared, args: { ...declared.args, adopt: true } }
    : declared;
