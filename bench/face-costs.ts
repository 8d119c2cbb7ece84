/** The two ways from a program to the provider. */
export const faces = ["dynamic", "native"] as const;
export type Face = (typeof faces)[number];

export const faceWorks = ["up", "preview", "refresh", "destroy"] as const;
export type FaceWork = (typeof faceWorks)[number];

/** One run with both faces, which took turns. */
export interface FaceComparison {
  costs: Record<Face, FaceCosts>;
  /** Whether both sent the same requests in each operation; their order is up to the engine. */
  sameRequests: boolean;
}

export interface FaceCosts {
  /** Seconds from starting the provider's process to the answer of its first check. */
  start: number;
  /** Resident memory after that answer, in MB. Only known on Linux. */
  memory?: number;
  /** Seconds of each operation with 500 teams. */
  seconds: Record<FaceWork, number>;
  /** Processor time of engine and provider in it, which depends less on other load of the machine. Only known on Linux. */
  cpu: Partial<Record<FaceWork, number>>;
  /** Average bytes of a resource in the state, by kind. */
  bytes: Record<string, number>;
}

/** Something that the plugin may cost at most `limit` times as much of as the dynamic provider. */
interface Measure {
  what: string;
  limit: number;
  unit: string;
  digits: number;
  of(costs: FaceCosts): number | undefined;
  /** The processor time in it. */
  cpuOf?(costs: FaceCosts): number | undefined;
}

export interface FaceRatio extends Measure {
  /** The median of the runs. */
  ratio: number;
  /** The same of processor time. */
  cpu?: number;
  /** The ratio of each run. */
  runs: number[];
  /** The medians of both faces, with their unit. */
  medians: Record<Face, string>;
}

export const median = (numbers: number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

const mean = (numbers: number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

const measures: Measure[] = [
  { what: "start to the first answer", limit: 0.6, unit: " s", digits: 2, of: ({ start }) => start },
  { what: "memory after the first answer", limit: 0.6, unit: " MB", digits: 0, of: ({ memory }) => memory },
  { what: "state per resource", limit: 0.8, unit: " bytes", digits: 0, of: ({ bytes }) => mean(Object.values(bytes)) },
  ...faceWorks.map(
    (work): Measure => ({
      what: `${work} of 500 teams`,
      limit: 1.1,
      unit: " s",
      digits: 1,
      of: ({ seconds }) => seconds[work],
      cpuOf: ({ cpu }) => cpu[work],
    }),
  ),
];

/** The costs of the plugin over those of the dynamic provider, without those that were not measured. */
export function faceRatios(comparisons: FaceComparison[]): FaceRatio[] {
  return measures.flatMap((measure) => {
    const known = pairs(comparisons, measure.of);
    if (known.length === 0) return [];
    const runs = known.map(ratioOf);
    const cpu = measure.cpuOf && pairs(comparisons, measure.cpuOf).map(ratioOf);
    const of = (face: Face) => `${median(known.map((one) => one[face])).toFixed(measure.digits)}${measure.unit}`;
    const medians = { dynamic: of("dynamic"), native: of("native") };
    return [{ ...measure, ratio: median(runs), ...(cpu?.length && { cpu: median(cpu) }), runs, medians }];
  });
}

type Pair = Record<Face, number>;

/** What both faces cost in each run in which that was measured. */
function pairs(comparisons: FaceComparison[], of: Measure["of"]): Pair[] {
  return comparisons.flatMap(({ costs }) => {
    const [native, dynamic] = [of(costs.native), of(costs.dynamic)];
    return native === undefined || dynamic === undefined ? [] : [{ native, dynamic }];
  });
}

const ratioOf = ({ native, dynamic }: Pair) => native / dynamic;
