import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../tools/engine/package-root";
import { type Condition, conditions } from "./measure";
import { type Work, works } from "./minimum-requests";

export const usage = `npm run bench [-- options]

Without options everything is measured, which takes up to an hour, and written to bench/, with seven lines in README. With options a part:
  --scale 0.25,1   the reference organization in these sizes (1 is 4,301 resources)
  --only refresh   these works only: ${works.join(", ")}
  --limits         against a Quay with the limits of Quay's own front end, over HTTP/1 and HTTP/2
  --cost real      against a Quay that takes a quarter of a second for each request, on two cores
  --runs 5         our time over the engine's own, in so many alternating runs
  --faces 5        the plugin over the dynamic provider, in so many alternating runs
  --commands       what adopt, unmanaged and access ask for
  --needles        three repositories of ten thousand
  --policies       a refresh of the reference organization with policies, quota, notifications and federated robots
  --drift          who changed 43 objects, and what it takes to tell
  --naive          asks once per object too
  --out folder     write results.json and results.md there
  --report         measures nothing, and writes results.md and README anew from bench/results.json`;

export interface Options {
  scales: number[];
  only: Work[];
  under: Condition[];
  /** Alternating runs against handlers that do nothing. */
  runs: number;
  /** Alternating runs of the plugin and the dynamic provider. */
  faces: number;
  commands: boolean;
  needles: boolean;
  policies: boolean;
  drift: boolean;
  naive: boolean;
  /** Only writes the results of the previous run. */
  report?: boolean;
  /** Folder for the results. */
  out?: string;
  /** README, whose summary is replaced. */
  readme?: string;
}

const everything: Options = {
  scales: [0.25, 0.5, 1, 2, 3],
  only: [...works],
  under: [...conditions],
  runs: 5,
  faces: 5,
  commands: true,
  needles: true,
  policies: true,
  drift: true,
  naive: true,
  out: join(packageRoot(), "bench"),
  readme: join(packageRoot(), "README.md"),
};

/** Parses the command line. Throws the usage when it is invalid. */
export function parseOptions(args: string[]): Options {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    scale: text,
    only: text,
    limits: flag,
    cost: text,
    runs: text,
    faces: text,
    commands: flag,
    needles: flag,
    policies: flag,
    drift: flag,
    naive: flag,
    out: text,
    report: flag,
  };
  const { values } = parseArgs({ args, options });
  if (values.report) return { ...everything, report: true };
  const {
    scale,
    only,
    limits,
    cost,
    runs,
    faces,
    commands = false,
    needles = false,
    policies = false,
    drift = false,
    naive = false,
    out,
  } = values;
  if (Object.keys(values).every((name) => name === "out"))
    return { ...everything, ...(out && { out, readme: undefined }) };

  const scales = (scale ?? "0.25").split(",").map(Number);
  const wanted = (only?.split(",") ?? [...works]) as Work[];
  const isValid = scales.every((one) => one > 0) && wanted.every((work) => works.includes(work));
  if (!isValid || (cost !== undefined && cost !== "real")) throw new Error(usage);

  const under = conditions.filter((name) => (limits && name.startsWith("limits")) || (cost && name.startsWith("cost")));
  const skipsLifecycles =
    [runs, faces, values.needles, values.policies, values.drift, values.commands].some((one) => one !== undefined) &&
    scale === undefined &&
    only === undefined;
  if (under.length === 0 && !skipsLifecycles) under.push("nothing");
  return {
    scales,
    only: wanted,
    under,
    runs: Number(runs ?? 0),
    faces: Number(faces ?? 0),
    commands,
    needles,
    policies,
    drift,
    naive,
    out,
  };
}
