import { setTimeout as sleep } from "node:timers/promises";
import type { QuayOptions } from "../local-quay";
import { stored as storedText } from "../provider/serve/stored";
import contracts from "../test/fixtures/contracts.json";
import type { Engine } from "../tools/engine";
import { Stage, type Taken } from "./bench-stack";
import { drifted, least, type Work } from "./minimum-requests";
import { QuayProcess } from "./quay-process";
import { asBlueprint, few, oneByOne, type Program, type Shape, shapeAt } from "./reference-organization";

/** Who serves the resources: this package, this package without shared reading, or handlers that do nothing. */
export type Who = "ours" | "naive" | "idle";

/** One work, done once. */
export interface Measured extends Taken {
  who: Who;
  work: Work;
  scale: number;
  under: Under;
  requests: number;
  least: number;
  refused: number;
  /** How much of the rate that the limits allow was used from the first refusal on: before, it is the burst that carries. */
  used?: number;
  bytesPerResource?: number;
  /** Whether states hold the stored text of each kind's contract, and nothing else of this package. */
  contractOnly?: boolean;
}

const modules = { naive: require.resolve("./one-by-one-provider"), idle: require.resolve("./no-op-provider") };
const contract = (kind: string) => contracts[kind as keyof typeof contracts].text;

/** What the local Quay has, besides what all have. */
export const unders = ["nothing", "limits, HTTP/1", "limits, HTTP/2", "costs"] as const;
export type Under = (typeof unders)[number];

const quays: Record<Under, QuayOptions> = {
  nothing: {},
  "limits, HTTP/1": { limits: true },
  "limits, HTTP/2": { limits: true, tls: true },
  costs: { cost: 250 },
};

const buckets: Partial<Record<Under, { rate: number; burst: number }>> = {
  "limits, HTTP/1": { rate: 5, burst: 25 },
  "limits, HTTP/2": { rate: 50, burst: 100 },
};

interface Plan {
  who: "ours" | "idle";
  scale: number;
  under: Under;
  wanted(work: Work): boolean;
  naive?: boolean;
  tell(measured: Measured): void;
}

/** The life of the reference organization, resource by resource. */
export async function life(engine: Engine, plan: Plan): Promise<void> {
  const shape = shapeAt(plan.scale);
  const { wanted } = plan;
  await staged(engine, plan, oneByOne(shape), async ({ stage, quay, program, take }) => {
    await take("create", () => stage.up(program));
    if (wanted("preview")) await take("preview", () => stage.preview());
    if (wanted("refresh")) await take("refresh", () => stage.refresh());
    if (wanted("refresh") && plan.naive && plan.who === "ours") {
      const text = (kind: string) => storedText(kind, modules.naive);
      stage.rename(contract, text);
      await take("refresh", () => stage.refresh(), "naive");
      stage.rename(text, contract);
    }
    if (wanted("drift")) {
      if (plan.who === "ours") await quay.tell("drift", drifted(shape));
      await take("drift", () => stage.up(program, true));
    }
    if (wanted("destroy")) await take("destroy", () => stage.destroy());
  });
}

/** The same as a blueprint. */
export async function blueprint(engine: Engine, plan: Plan): Promise<void> {
  await staged(engine, plan, asBlueprint(shapeAt(plan.scale)), async ({ stage, program, take }) => {
    await take("blueprint create", () => stage.up(program));
    await take("blueprint destroy", () => stage.destroy());
  });
}

/** Our time over the engine's own. */
export interface Ratio {
  time: number;
  /** The same of processor time, which a busy machine disturbs less. */
  cpu?: number;
}

/** All that one run of the benchmark measured. */
export interface Run {
  date: string;
  machine: string;
  versions: string;
  /** Of the token that was used. */
  scopes: string;
  measured: Measured[];
  /** Requests for three repositories of ten thousand. */
  needles?: number;
  /** Pair by pair. */
  ratios: Partial<Record<Work, Ratio[]>>;
  /** What did not succeed, in its own words. */
  failed: string[];
}

export const raced: Work[] = ["create", "refresh"];

/** Creates and refreshes once with this package and once with handlers that do nothing. */
export async function race(engine: Engine, scale: number, first: "ours" | "idle"): Promise<Map<Work, Ratio>> {
  const measured: Measured[] = [];
  const tell = (one: Measured) => measured.push(one);
  const wanted = (work: Work) => raced.includes(work);
  for (const who of first === "ours" ? (["ours", "idle"] as const) : (["idle", "ours"] as const)) {
    await life(engine, { who, scale, under: "nothing", wanted, tell });
  }
  const of = (who: Who, work: Work) => measured.find((one) => one.who === who && one.work === work) as Measured;
  return new Map(
    raced.map((work) => {
      const [ours, idle] = [of("ours", work), of("idle", work)];
      return [work, { time: ours.seconds / idle.seconds, cpu: ours.cpu && idle.cpu && ours.cpu / idle.cpu }];
    }),
  );
}

/** Requests of a refresh of three repositories in an organization of ten thousand. */
export async function needles(engine: Engine): Promise<number> {
  const quay = await QuayProcess.start({});
  const stage = await Stage.open(engine, quay);
  try {
    await quay.tell("fill", 10_000);
    await stage.up(few(3));
    await quay.tell("asked");
    await stage.refresh();
    return (await quay.tell("asked")).requests;
  } finally {
    await stage.leave();
    await quay.end();
  }
}

interface Scene {
  stage: Stage;
  quay: QuayProcess;
  program: Program;
  take(work: Work, operation: () => Promise<Taken>, who?: Who): Promise<void>;
}

async function staged(engine: Engine, plan: Plan, program: Program, act: (scene: Scene) => Promise<void>) {
  const { who, scale, under, tell, wanted } = plan;
  const shape = shapeAt(scale);
  const quay = await QuayProcess.start(quays[under]);
  const stage = await Stage.open(engine, quay, who === "idle" ? modules.idle : undefined);

  async function take(work: Work, operation: () => Promise<Taken>, by: Who = who): Promise<void> {
    // What the work before has filled leaks first.
    const bucket = buckets[under];
    if (bucket) await sleep((bucket.burst / bucket.rate) * 1000);
    await quay.tell("asked");
    const taken = await operation();
    const { requests, refused, limited } = await quay.tell("asked");
    if (!wanted(work)) return;
    tell({
      ...{ who: by, work, scale, under, ...taken, requests, refused, least: who === "idle" ? 0 : least[work](shape) },
      used: bucket && limited && limited.taken / (bucket.rate * limited.seconds),
      ...(work.endsWith("create") && stored(stage, shape)),
    });
  }

  try {
    await act({ stage, quay, program, take });
  } finally {
    await stage.leave();
    await quay.end();
  }
}

function stored(stage: Stage, { resources }: Shape) {
  const all = stage.stored();
  if (all.length !== resources) throw new Error(`The state holds ${all.length} resources instead of ${resources}.`);
  const contractOnly = all.every(({ type, inputs }) => {
    return inputs?.__provider === contract(type.slice(type.lastIndexOf(":") + 1));
  });
  return { bytesPerResource: stage.bytesPerResource(), contractOnly };
}
