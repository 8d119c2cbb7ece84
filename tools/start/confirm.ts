import { createInterface } from "node:readline";

/** Asks on the terminal. Only yes means yes. */
export function agrees(question: string, stop: AbortSignal): Promise<boolean> {
  // Without its own idea of a terminal, readline leaves Ctrl-C to whom it is for.
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  return new Promise<boolean>((resolve, reject) => {
    stop.addEventListener("abort", () => reject(stop.reason), { once: true });
    lines.once("close", () => resolve(false));
    lines.question(`   ${question} (y/N) `, (answer) => resolve(/^\s*y(es)?\s*$/i.test(answer)));
  }).finally(() => lines.close());
}
