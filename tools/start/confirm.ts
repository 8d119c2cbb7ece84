import { createInterface } from "node:readline";

/** Asks a question on the terminal, which only y or yes confirms. */
export function confirm(question: string, stop: AbortSignal): Promise<boolean> {
  // In terminal mode readline would handle Ctrl-C itself instead of the signal handler.
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  return new Promise<boolean>((resolve, reject) => {
    stop.addEventListener("abort", () => reject(stop.reason), { once: true });
    lines.once("close", () => resolve(false));
    lines.question(`   ${question} (y/N) `, (answer) => resolve(/^\s*y(es)?\s*$/i.test(answer)));
  }).finally(() => lines.close());
}
