import { toldOf } from "../cli/drift/told";
import * as quay from "../sdk";
import type { Engine } from "../tools/engine";
import { BenchStack } from "./bench-stack";
import { QuayProcess } from "./quay-process";
import { type Made, oneByOne, shapeAt } from "./reference-organization";

/** What it takes to tell who changed something. */
export interface DriftCost {
  /** How many objects were changed, and of how many Quay's log tells. */
  changed: number;
  logged: number;
  /** How many had the author who changed them, beside 0 or 100,000 pulls. */
  right: [quiet: number, flooded: number];
  /** How many requests more than a refresh that asks no log. */
  more: [none: number, quiet: number, flooded: number];
}

const shape = shapeAt(1);
const TAGS = 3;
export const PULLS = 100_000;

/** Tags of the first repositories, which a robot pushes. */
const tagged =
  (of: string) =>
  ({ repositories }: Made) => {
    for (const [number, { fullName }] of repositories.slice(0, TAGS).entries())
      new quay.Tag(`tag-${number}`, { repository: fullName, name: "prod", digest: of });
  };

/** Changes 43 objects of the reference organization as three people and a robot, and refreshes it with and without their names. */
export async function measureDrift(engine: Engine): Promise<DriftCost> {
  const server = await QuayProcess.start({ limits: true, tls: true });
  const stack = await BenchStack.open(engine, server);
  const refresh = async (isTold: boolean) => {
    await stack.configure("quay:drift", String(isTold));
    await server.call("takeCounts");
    const lines = await stack.findDrift();
    const { requests, refused, logs } = await server.call("takeCounts");
    return { lines, logs, sent: requests - refused };
  };
  try {
    await stack.up(oneByOne(shape, quay));
    const digest = await server.call("push", TAGS);
    await stack.up(oneByOne(shape, quay, tagged(digest)));
    const unchanged = [await refresh(false), await refresh(true)] as const;
    const changes = await server.call("changeAs", TAGS);
    const silent = await refresh(false);
    const quiet = await refresh(true);
    await server.call("pull", PULLS);
    const flooded = await refresh(true);
    const right = (lines: string[]) => changes.filter(({ label, by }) => isToldOf(lines, label, by)).length;
    return {
      changed: changes.length,
      logged: changes.filter(({ by }) => by !== undefined).length,
      right: [right(quiet.lines), right(flooded.lines)],
      more: [more(unchanged[0], unchanged[1]), more(silent, quiet), more(silent, flooded)],
    };
  } finally {
    await stack.remove();
    await server.end();
  }
}

interface Sent {
  sent: number;
  logs: number;
}

/** A refresh under limits may save a request that another one needed, so those to logs count at least. */
const more = (without: Sent, told: Sent) => Math.max(told.sent - without.sent, told.logs);

/** Whether its line names the one who changed it; where the log does not tell, whether it names nobody. */
function isToldOf(lines: string[], label: string, by: string | undefined): boolean {
  const told = lines.map((line) => toldOf(label, line)).find((one) => one !== undefined);
  if (!told) return false;
  const authors = told.changes ? told.changes.map(({ author }) => author?.who) : [told.deletedBy?.who];
  return authors.every((author) => author === by);
}
