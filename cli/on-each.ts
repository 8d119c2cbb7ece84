import { inFlags } from "../adapters/flags";
import { onOneLine } from "../adapters/one-line";
import { messageOf } from "../provider/quay/client/errors";
import type { Access } from "../provider/serve/connections";
import { type QuayAccessOptions, stackSettings, withQuay } from "./quay-access";

/** Runs work with the Quay of the options, and throws what the work returns as failed. */
export async function withFailures(
  options: QuayAccessOptions,
  work: (access: Access) => Promise<string[]>,
): Promise<void> {
  const settings = await stackSettings(options);
  const failures = await withQuay(settings, work).catch((error: Error) => {
    throw new Error(inFlags(error.message), { cause: error });
  });
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

export const say = (sentence: string) => process.stderr.write(`${onOneLine(sentence)}\n`);

/** Acts on one after the other, tells on stderr what came of it, and returns what failed. */
export async function onEach(names: string[], act: (name: string) => Promise<string>): Promise<string[]> {
  const failures: string[] = [];
  for (const name of names) {
    try {
      say(await act(name));
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  return failures;
}
