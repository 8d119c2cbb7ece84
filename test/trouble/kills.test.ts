import { startQuay } from "../../local-quay";
import { resources } from "../../provider/resources";
import { setupTimeout } from "../engine/workspace";
import { contentsOf, robotTokens } from "./contents";
import { KillableProxy } from "./killable-proxy";
import { describeMoment, moment, runAndKill, targets } from "./kills";
import { changedProgram, type Declared, prepareQuay, randomProgram } from "./plan";
import { messagesOf, Process } from "./process";
import { full, Random, seeded } from "./seed";
import { leakedTokens, Stack } from "./stack";

const size = full ? 26 : 20;
/** Fewer requests than these arrive only when there is nothing to do. */
const requests = { create: size, change: 5, refresh: 8, destroy: size };
const operations = ["create", "change", "refresh", "destroy"] as const;
const moments = full ? 5 : 1;

seeded(`On the real engine, killed at ${moments} moments`, (seed) => {
  let stack: Stack;
  let proxy: KillableProxy;
  const random = new Random(seed, "kills");
  const plans = {} as Record<(typeof operations)[number], Declared[]>;
  const images = {} as Record<(typeof operations)[number], ReturnType<typeof contentsOf>>;
  const secrets: Record<string, string> = {};
  const up = ["up", "--yes", "--skip-preview"];

  beforeAll(async () => {
    stack = await Stack.create({ timeoutSeconds: 5 });
    proxy = new KillableProxy(stack.quay, 10);
    await proxy.start();
    stack.environment({ QUAY_URL: proxy.url });
    const program = randomProgram(seed, size, await prepareQuay(stack.quay), { immutable: false });
    const other = changedProgram(seed, program);
    Object.assign(plans, { create: program, change: other, refresh: other, destroy: other });
    for (const operation of operations)
      images[operation] = await withoutFaults(operation === "destroy" ? [] : plans[operation]);
  }, setupTimeout);

  afterAll(async () => {
    await proxy?.kill();
    await stack?.close();
  });

  const first = random.below(targets.length);
  const all = Array.from({ length: moments }, (_, index) => {
    const operation = operations[index % operations.length] ?? "create";
    return {
      operation,
      at: moment(random, targets[(first + index) % targets.length] ?? "engine", requests[operation]),
    };
  });

  it.each(all.map(({ operation, at }) => [operation, describeMoment(at), at] as const))(
    "%s, %s: after recovery Quay and the state match the program",
    async (operation, _, at) => {
      const { quay } = stack;
      if (operation !== "create" && Object.keys(stack.state()).length === 0) {
        await stack.declare(plans.create);
        await stack.succeed(...up);
      }
      const before = robotTokens(quay);
      await stack.declare(plans[operation]);
      const words = operation === "refresh" || operation === "destroy" ? [operation, "--yes", "--skip-preview"] : up;
      const ran = await runAndKill(stack, proxy, at, words);
      const after = robotTokens(quay);
      Object.assign(secrets, before, after);

      if (at.target === "engine" && ran.hit) {
        await stack.repairState();
        await stack.succeed("cancel", "--yes");
      }
      if (operation === "destroy") {
        await stack.succeed("destroy", "--yes", "--skip-preview");
        expect(stack.state()).toEqual({});
      } else {
        const known = stack.state();
        // The engine has no record of these: some may exist.
        const missing = plans[operation].filter(({ key }) => !(key in known));
        if (missing.length > 0) {
          await stack.declare(plans[operation].map((one) => (missing.includes(one) ? adopting(one) : one)));
          await stack.succeed(...up);
          await stack.declare(plans[operation]);
        }
        await stack.succeed(...up, "--refresh");
        expect(Object.keys(stack.state()).sort()).toEqual(plans[operation].map(({ key }) => key).sort());
        expect(robotTokens(quay)).toMatchObject(await stack.knownTokens());
        if (full) await stack.succeed("preview", "--refresh", "--expect-no-changes");
        expect(robotTokens(quay)).toMatchObject(after);
        if (operation !== "create") expect(after).toMatchObject(before);
      }
      expect(contentsOf(quay)).toEqual(images[operation]);
      quay.collectGarbage();
    },
    setupTimeout,
  );

  it("and no secret was printed", () => {
    expect(Object.keys(secrets).length).toBeGreaterThan(0);
    expect(leakedTokens({ quay: stack.quay.token, ...secrets }, stack.output + stack.writtenFiles())).toEqual([]);
  });
});

/** The content of a Quay after runs without faults. */
async function withoutFaults(program: Declared[]) {
  const quay = await startQuay();
  await prepareQuay(quay);
  const run = new Process(quay);
  await run.up(program, new Map());
  expect(messagesOf(run)).toBe("");
  const all = contentsOf(quay);
  await Promise.all([run.close(), quay.close()]);
  return all;
}

const adopting = (declared: Declared): Declared =>
  resources[declared.kind]?.flags.includes("adopt")
    ? { ...declared, args: { ...declared.args, adopt: true } }
    : declared;
