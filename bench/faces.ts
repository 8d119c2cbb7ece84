import { isDeepStrictEqual } from "node:util";
import * as dynamic from "../sdk";
import * as native from "../sdk/native";
import type { Engine } from "../tools/engine";
import { BenchStack } from "./bench-stack";
import { type Face, type FaceComparison, type FaceCosts, type FaceWork, faces, faceWorks } from "./face-costs";
import { measureStart } from "./provider-start";
import { QuayProcess } from "./quay-process";
import { oneByOne, type Program } from "./reference-organization";

/** 500 teams and, for the size of its state, a few of other kinds. */
const teams = { repositories: 1, teams: 500, robots: 1, teamGrants: 2, robotGrants: 1, resources: 506 };

const programs: Record<Face, Program> = { dynamic: oneByOne(teams, dynamic), native: oneByOne(teams, native) };

/** Measures both faces, operation by operation. */
export async function compareFaces(engine: Engine, first: Face): Promise<FaceComparison> {
  const order = first === "dynamic" ? faces : [...faces].reverse();
  const sides = new Map<Face, Side>();
  try {
    for (const face of order) sides.set(face, await Side.open(engine, face));
    for (const side of sides.values()) await side.measureStart();
    let sameRequests = true;
    for (const work of faceWorks) {
      for (const face of order) await sides.get(face)?.measure(work);
      const [one, other] = [...sides.values()].map(({ requests }) => requests);
      sameRequests &&= isDeepStrictEqual(one, other);
    }
    const costs = Object.fromEntries([...sides].map(([face, { costs }]) => [face, costs])) as Record<Face, FaceCosts>;
    return { costs, sameRequests };
  } finally {
    for (const side of sides.values()) await side.close();
  }
}

/** A face with a stack and a Quay of its own. */
class Side {
  /** Those of the last operation, sorted. */
  requests: string[] = [];

  readonly costs: FaceCosts = { start: Number.NaN, seconds: {} as FaceCosts["seconds"], cpu: {}, bytes: {} };

  private constructor(
    private readonly engine: Engine,
    private readonly face: Face,
    private readonly stack: BenchStack,
    private readonly quay: QuayProcess,
  ) {}

  static async open(engine: Engine, face: Face): Promise<Side> {
    const quay = await QuayProcess.start({});
    return new Side(engine, face, await BenchStack.open(engine, quay), quay);
  }

  async measureStart(): Promise<void> {
    Object.assign(this.costs, await measureStart(this.engine, this.face, this.quay));
  }

  async measure(work: FaceWork): Promise<void> {
    await this.quay.call("takeRequests");
    const { seconds, cpu } = await (work === "up" ? this.stack.up(programs[this.face]) : this.stack[work]());
    this.costs.seconds[work] = seconds;
    this.costs.cpu[work] = cpu;
    this.requests = await this.quay.call("takeRequests");
    if (work === "up") this.costs.bytes = this.stack.bytesPerKind();
  }

  async close(): Promise<void> {
    await this.stack.remove();
    await this.quay.end();
  }
}
