import type { Stage } from "./demo-stack";
import { withoutNoise } from "./output-filter";
import type { Page } from "./page";
import type { Outcome } from "./pulumi-command";

export interface Scene {
  stage: Stage;
  page: Page;
  stop: AbortSignal;
}

export interface Seen extends Outcome {
  /** How often Quay was asked; unknown of a Quay that is not ours. */
  asked?: number;
}

/** Runs a command for the reader: shows the command, what it prints, and what it cost. */
export async function show(command: string, { stage, page, stop }: Scene): Promise<Seen> {
  const { local } = stage.quay;
  local?.requests.splice(0);
  const started = Date.now();
  const trim = withoutNoise();
  const heard = (line: string) => {
    for (const kept of trim(line)) page.line(kept);
  };
  const outcome = await stage.run(command, heard, stop);
  const asked = local?.requests.length;
  const time = `${((Date.now() - started) / 1_000).toFixed(1)} s`;
  page.remark(asked === undefined ? `It took ${time}.` : `Quay was ${times(asked)}. It took ${time}.`);
  return { ...outcome, asked };
}

function times(asked: number): string {
  if (asked === 0) return "not asked at all";
  return asked === 1 ? "asked once" : `asked ${asked} times`;
}
