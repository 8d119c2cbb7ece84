import { setTimeout as sleep } from "node:timers/promises";
import type { QuayOptions } from "../local-quay";
import { stored as storedText } from "../provider/serve/stored";
import contracts from "../test/fixtures/contracts.json";
import type { Engine } from "../tools/engine";
import { BenchStack, type OperationCost } from "./bench-stack";
import type { CommandCost } from "./commands";
import type { DriftCost } from "./drift";
import type { FaceComparison } from "./face-costs";
import { driftCounts, minimumRequests, type Work } from "./minimum-requests";
import type { PolicyCost } from "./policies";
import { QuayProcess } from "./quay-process";
import { asBlueprint, few, oneByOne, type Program, type Shape, shapeAt } from "./reference-organization";

/** The provider that is measured: this package, this package without shared lists, or handlers that do nothing. */
export type Provider = "ours" | "naive" | "idle";

/** The measurement of one operation. */
export interface Measured extends OperationCost {
  who: Provider;
  work: Work;
  scale: number;
  under: Condition;
  requests: number;
  least: number;
  refused: number;
  /** The used share of the allowed rate since the first refusal; before that, the burst allows more. */
  used?: number;
  bytesPerResource?: number;
  /** Whether the state contains only the stored provider text of the contracts. */
  contractOnly?: boolean;
}

const modules = { naive: require.resolve("./one-by-one-provider"), idle: require.resolve("./no-op-provider") };
const contract = (kind: string) => contracts[kind as keyof typeof contracts].text;

/** The conditions that the local Quay simulates. */
export const conditions = ["nothing", "limits, HTTP/1", "limits, HTTP/2", "costs"] as const;
export type Condition = (typeof conditions)[number];

const quays: Record<Condition, QuayOptions> = {
  nothing: {},
  "limits, HTTP/1": { limits: true },
  "limits, HTTP/2": { limits: true, tls: true },
  costs: { cost: 250 },
};

const buckets: Partial<Record<Condition, { rate: number; burst: number }>> = {
  "limits, HTTP/1": { rate: 5, burst: 25 },
  "limits, HTTP/2": { rate: 50, burst: 100 },
};

interface Plan {
  who: "ours" | "idle";
  scale: number;
  under: Condition;
  wanted(work: Work): boolean;
  naive?: boolean;
  report(measured: Measured): void;
}

/** Measures the lifecycle of the reference organization as individual resources. */
export async function measureLifecycle(engine: Engine, plan: Plan): Promise<void> {
  const shape = shapeAt(plan.scale);
  const { wanted } = plan;
  await withStack(engine, plan, oneByOne(shape), async ({ stack, quay, program, measure }) => {
    await measure("create", () => stack.up(program));
    if (wanted("preview")) await measure("preview", () => stack.preview());
    if (wanted("refresh")) await measure("refresh", () => stack.refresh());
    if (wanted("refresh") && plan.naive && plan.who === "ours") {
      const text = (kind: string) => storedText(kind, modules.naive);
      stack.replaceProvider(contract, text);
      await measure("refresh", () => stack.refresh(), "naive");
      stack.replaceProvider(text, contract);
    }
    if (wanted("drift")) {
      if (plan.who === "ours") await quay.call("drift", driftCounts(shape));
      await measure("drift", () => stack.up(program, true));
    }
    if (wanted("destroy")) await measure("destroy", () => stack.destroy());
  });
}

/** Measures the same organization as a blueprint. */
export async function measureBlueprint(engine: Engine, plan: Plan): Promise<void> {
  await withStack(engine, plan, asBlueprint(shapeAt(plan.scale)), async ({ stack, program, measure }) => {
    await measure("blueprint create", () => stack.up(program));
    await measure("blueprint destroy", () => stack.destroy());
  });
}

/** The time of this package divided by that of handlers that do nothing. */
export interface Ratio {
  time: number;
  /** The same ratio for processor time, which depends less on other load of the machine. */
  cpu?: number;
}

/** All measurements of one run of the benchmark. */
export interface Run {
  date: string;
  machine: string;
  versions: string;
  /** The scopes of the token. */
  scopes: string;
  measured: Measured[];
  /** Requests of a refresh of three repositories in an organization with ten thousand. */
  needles?: number;
  policies?: PolicyCost;
  /** Who changed what, by the log of a Quay with the limits of Quay's front end. */
  drift?: DriftCost;
  /** One ratio per run. */
  ratios: Partial<Record<Work, Ratio[]>>;
  /** The commands that read the reference organization. */
  commands?: CommandCost[];
  /** The plugin and the dynamic provider, run by run. */
  faces: FaceComparison[];
  /** Messages of operations that failed. */
  failed: string[];
}

export const comparedWorks: Work[] = ["create", "refresh"];

/** Measures create and refresh with this package and with handlers that do nothing. */
export async function compare(engine: Engine, scale: number, first: "ours" | "idle"): Promise<Map<Work, Ratio>> {
  const measured: Measured[] = [];
  const report = (one: Measured) => measured.push(one);
  const wanted = (work: Work) => comparedWorks.includes(work);
  for (const who of first === "ours" ? (["ours", "idle"] as const) : (["idle", "ours"] as const)) {
    await measureLifecycle(engine, { who, scale, under: "nothing", wanted, report });
  }
  const of = (who: Provider, work: Work) => measured.find((one) => one.who === who && one.work === work) as Measured;
  return new Map(
    comparedWorks.map((work) => {
      const [ours, idle] = [of("ours", work), of("idle", work)];
      return [work, { time: ours.seconds / idle.seconds, cpu: ours.cpu && idle.cpu && ours.cpu / idle.cpu }];
    }),
  );
}

/** Counts the requests of a refresh of three repositories in an organization with ten thousand. */
export async function measureSparseRefresh(engine: Engine): Promise<number> {
  const quay = await QuayProcess.start({});
  const stack = await BenchStack.open(engine, quay);
  try {
    await quay.call("fill", 10_000);
    await stack.up(few(3));
    await quay.call("takeCounts");
    await stack.refresh();
    return (await quay.call("takeCounts")).requests;
  } finally {
    await stack.remove();
    await quay.end();
  }
}

interface Bench {
  stack: BenchStack;
  quay: QuayProcess;
  program: Program;
  measure(work: Work, operation: () => Promise<OperationCost>, who?: Provider): Promise<void>;
}

async function withStack(engine: Engine, plan: Plan, program: Program, act: (scene: Bench) => Promise<void>) {
  const { who, scale, under, report, wanted } = plan;
  const shape = shapeAt(scale);
  const quay = await QuayProcess.start(quays[under]);
  const stack = await BenchStack.open(engine, quay, who === "idle" ? modules.idle : undefined);

  async function measure(work: Work, operation: () => Promise<OperationCost>, by: Provider = who): Promise<void> {
    // The rate limit's bucket has to drain after the previous operation.
    const bucket = buckets[under];
    if (bucket) await sleep((bucket.burst / bucket.rate) * 1000);
    await quay.call("takeCounts");
    const taken = await operation();
    const { requests, refused, limited } = await quay.call("takeCounts");
    if (!wanted(work)) return;
    report({
      ...{
        who: by,
        work,
        scale,
        under,
        ...taken,
        requests,
        refused,
        least: who === "idle" ? 0 : minimumRequests[work](shape),
      },
      used: bucket && limited && limited.taken / (bucket.rate * limited.seconds),
      ...(work.endsWith("create") && stateFacts(stack, shape)),
    });
  }

  try {
    await act({ stack, quay, program, measure });
  } finally {
    await stack.remove();
    await quay.end();
  }
}

function stateFacts(stack: BenchStack, { resources }: Shape) {
  const all = stack.stored();
  if (all.length !== resources) throw new Error(`The state holds ${all.length} resources instead of ${resources}.`);
  const contractOnly = all.every(({ type, inputs }) => {
    return inputs?.__provider === contract(type.slice(type.lastIndexOf(":") + 1));
  });
  return { bytesPerResource: stack.bytesPerResource(), contractOnly };
}
