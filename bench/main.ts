import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { join } from "node:path";
import { type Engine, findEngine, progress } from "../tools/engine";
import { packageRoot } from "../tools/engine/package-root";
import { measureCommands } from "./commands";
import { measureDrift, PULLS } from "./drift";
import { faceWorks } from "./face-costs";
import { compareFaces } from "./faces";
import {
  compare,
  comparedWorks,
  type Measured,
  measureBlueprint,
  measureLifecycle,
  measureSparseRefresh,
  type Run,
} from "./measure";
import { type Options, parseOptions, usage } from "./options";
import { measurePolicies } from "./policies";
import { scope } from "./quay-process";
import { insertSummary, summary } from "./readme";
import { type Results, report } from "./report";
import { targets } from "./targets";

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.report) return write(options, previousResults());
  const { say, end } = progress();
  const engine = await findEngine({ say }).finally(end);
  const found: Run = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`,
    versions: `Pulumi ${engine.version}, Node ${process.versions.node}`,
    scopes: scope,
    ...{ measured: [], ratios: {}, faces: [], failed: [] },
  };
  const began = performance.now();
  for (const part of [runSparseRefresh, runPolicies, runDrift, runCommands, runFaces, runComparisons, runLifecycles])
    await part(engine, options, found);

  const results: Results = { ...found, figures: targets(found) };
  console.log(`\n${report(results)}`);
  console.log(`This took ${((performance.now() - began) / 60_000).toFixed(0)} minutes.`);
  write(options, results);
  if (results.figures.some(({ met }) => !met)) process.exitCode = 1;
}

/** The results of the previous run. */
function previousResults(): Results {
  const found = JSON.parse(readFileSync(join(packageRoot(), "bench", "results.json"), "utf8")) as Results;
  return { ...found, figures: targets(found) };
}

function write({ out, readme }: Options, results: Results): void {
  if (out) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "results.json"), `${JSON.stringify(results, null, 2)}\n`);
    writeFileSync(join(out, "results.md"), report(results));
  }
  if (readme) writeFileSync(readme, insertSummary(readFileSync(readme, "utf8"), summary(results)));
}

async function runLifecycles(
  engine: Engine,
  { under: unders, scales, only, naive }: Options,
  found: Run,
): Promise<void> {
  const report = (one: Measured) => {
    found.measured.push(one);
    const { who, work, scale, under, requests, refused, seconds, cpu, memory } = one;
    const took = `${seconds.toFixed(1)} s, ${cpu?.toFixed(1)} s of processors, ${memory} MB`;
    console.log(`×${scale}, ${under}, ${who}: ${work}: ${requests} requests, ${refused} of them refused, ${took}`);
  };
  for (const under of unders) {
    const whole = under === "nothing";
    // Above a scale of 1 the engine alone is measured for its memory only, since its growth in time is known by then.
    // With limits and costs, operations other than create and refresh would take hours and show nothing new.
    const works = only.filter((work) => whole || comparedWorks.includes(work));
    for (const scale of whole ? scales : scales.slice(0, 1)) {
      for (const who of whole ? (["ours", "idle"] as const) : (["ours"] as const)) {
        const these = who === "idle" ? works.filter((work) => scale <= 1 || comparedWorks.includes(work)) : works;
        const plan = { who, scale, under, naive, report, wanted: (work: Measured["work"]) => these.includes(work) };
        if (these.some((work) => !work.startsWith("blueprint")))
          await attempt(found, `×${scale}, ${under}, ${who}`, () => measureLifecycle(engine, plan));
        if (these.some((work) => work.startsWith("blueprint")))
          await attempt(found, `×${scale}, ${under}, ${who}, blueprint`, () => measureBlueprint(engine, plan));
      }
    }
  }
}

async function runSparseRefresh(engine: Engine, options: Options, found: Run): Promise<void> {
  if (!options.needles) return;
  await attempt(found, "three repositories of ten thousand", async () => {
    found.needles = await measureSparseRefresh(engine);
    console.log(`three repositories of ten thousand: ${found.needles} requests`);
  });
}

async function runPolicies(engine: Engine, options: Options, found: Run): Promise<void> {
  if (!options.policies) return;
  await attempt(found, "policies", async () => {
    found.policies = await measurePolicies(engine);
    console.log(`policies: ${found.policies.requests} requests, of at least ${found.policies.least}`);
  });
}

async function runDrift(engine: Engine, options: Options, found: Run): Promise<void> {
  if (!options.drift) return;
  await attempt(found, "drift", async () => {
    found.drift = await measureDrift(engine);
    const { changed, logged, right, more } = found.drift;
    console.log(
      `drift of ${changed} objects, ${logged} of them in the log: ${right[0]} told rightly, ${right[1]} behind ${PULLS} pulls`,
    );
    console.log(`requests for that: ${more[0]} without drift, ${more[1]} with it, ${more[2]} behind the pulls`);
  });
}

async function runCommands(engine: Engine, { commands }: Options, found: Run): Promise<void> {
  if (!commands) return;
  await attempt(found, "commands", async () => {
    found.commands = await measureCommands(engine);
    for (const { command, requests, seconds } of found.commands)
      console.log(`pulumi-quay ${command}: ${requests} requests, ${seconds.toFixed(1)} s`);
  });
}

async function runComparisons(engine: Engine, { runs }: Options, found: Run): Promise<void> {
  for (let run = 0; run < runs; run++) {
    await attempt(found, `run ${run + 1}`, async () => {
      for (const [work, ratio] of await compare(engine, 0.25, run % 2 === 0 ? "ours" : "idle")) {
        found.ratios[work] = [...(found.ratios[work] ?? []), ratio];
        console.log(`run ${run + 1}: ${work}: ${ratio.time.toFixed(2)} ×, processor time ${ratio.cpu?.toFixed(2)} ×`);
      }
    });
  }
}

async function runFaces(engine: Engine, { faces }: Options, found: Run): Promise<void> {
  for (let run = 0; run < faces; run++) {
    await attempt(found, `faces, run ${run + 1}`, async () => {
      const comparison = await compareFaces(engine, run % 2 === 0 ? "dynamic" : "native");
      found.faces.push(comparison);
      for (const [face, { start, memory, seconds }] of Object.entries(comparison.costs)) {
        const works = faceWorks.map((work) => `${work} ${seconds[work].toFixed(1)} s`).join(", ");
        console.log(`run ${run + 1}, ${face}: start ${start.toFixed(2)} s, ${memory?.toFixed(0)} MB; ${works}`);
      }
    });
  }
}

async function attempt(found: Run, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    found.failed.push(`${what}: ${errorLines(error as Error)}`);
    console.error(found.failed.at(-1));
  }
}

/** The lines with errors: the message of the CLI's error contains its whole output. */
function errorLines({ message }: Error): string {
  const lines = message.split("\n").filter((line) => /error|killed|instead of/i.test(line));
  return (lines.length > 0 ? lines.slice(0, 5).join(" ") : message).slice(0, 1000);
}

if (process.argv.includes("--help")) console.log(usage);
else
  main().catch((error) => {
    console.error((error as Error).message);
    process.exitCode = 2;
  });
