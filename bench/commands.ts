import { join } from "node:path";
import type { Engine } from "../tools/engine";
import { packageRoot } from "../tools/engine/package-root";
import { BenchStack } from "./bench-stack";
import { QuayProcess } from "./quay-process";
import { oneByOne, shapeAt } from "./reference-organization";

/** The requests of a command that reads a whole organization. */
export interface CommandCost {
  command: string;
  requests: number;
  seconds: number;
  /** How many requests it may send. */
  limit: number;
}

/** The commands on the reference organization, which the stack manages. */
const commands: [args: string[], limit: number][] = [
  [["adopt", "acme"], 347],
  [["unmanaged"], 330],
  [["unmanaged", "--quick"], 20],
  [["access", "acme", "--json"], 330],
];

/** Counts the requests of each command. Throws when one fails, or writes to Quay. */
export async function measureCommands(engine: Engine): Promise<CommandCost[]> {
  const quay = await QuayProcess.start({});
  const stack = await BenchStack.open(engine, quay);
  const costs: CommandCost[] = [];
  try {
    await stack.up(oneByOne(shapeAt(1)));
    for (const [args, limit] of commands) {
      await quay.call("takeRequests");
      const began = performance.now();
      await stack.run(process.execPath, join(packageRoot(), "dist/bin/pulumi-quay.js"), ...args);
      const seconds = (performance.now() - began) / 1000;
      const requests = await quay.call("takeRequests");
      const writes = requests.filter((request) => !request.startsWith("GET ") && !isTokenCheck(request));
      if (writes.length > 0) throw new Error(`${args.join(" ")} sent ${writes[0]}`);
      costs.push({ command: args.join(" "), requests: requests.length, seconds, limit });
    }
    return costs;
  } finally {
    await stack.remove();
    await quay.end();
  }
}

/** Quay refuses an organization without a name, which tells whether the token is valid. */
const isTokenCheck = (request: string) => request === "POST /api/v1/organization/ {}";
