import type { DemoStack } from "./demo-stack";
import { outputFilter } from "./output-filter";
import type { Page } from "./page";
import type { Outcome } from "./pulumi-command";

export interface Demo {
  stack: DemoStack;
  page: Page;
  stop: AbortSignal;
}

export interface ShownOutcome extends Outcome {
  /** The number of requests to the local Quay; undefined for a Quay of the user's. */
  requests?: number;
}

/** Runs a command and shows its output, the number of requests and the time it took. */
export async function showCommand(command: string, { stack, page, stop }: Demo): Promise<ShownOutcome> {
  const { local } = stack.quay;
  local?.requests.splice(0);
  const started = Date.now();
  const filter = outputFilter();
  const onLine = (line: string) => {
    for (const kept of filter(line)) page.line(kept);
  };
  const outcome = await stack.run(command, onLine, stop);
  const requests = local?.requests.length;
  const time = `${((Date.now() - started) / 1_000).toFixed(1)} s`;
  page.remark(requests === undefined ? `It took ${time}.` : `Quay was ${requestCount(requests)}. It took ${time}.`);
  return { ...outcome, requests };
}

function requestCount(requests: number): string {
  if (requests === 0) return "not asked at all";
  return requests === 1 ? "asked once" : `asked ${requests} times`;
}
