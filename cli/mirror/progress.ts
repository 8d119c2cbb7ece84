import type { WriteStream } from "node:tty";
import { SingleBar } from "cli-progress";
import { onOneLine } from "../../adapters/one-line";
import type { MirrorSync } from "../../provider/snapshot/mirror-syncs";

const PLAIN_INTERVAL = 20_000;

export interface Shown {
  show(sync: MirrorSync): void;
  stop(): void;
}

/**
 * Shows how far a synchronization is: on a terminal a bar with the time it takes, elsewhere a line when something changes, at most
 * every twenty seconds while only numbers do. On stderr, as stdout is for data.
 */
export const syncProgress = (
  of: string,
  out: Pick<WriteStream, "write"> & Partial<WriteStream> = process.stderr,
): Shown => (out.isTTY ? bar(of, out as WriteStream) : plainLines(of, out));

/** The word and the numbers of a reading. Numbers only once an organization's repositories have been found: before, they are old. */
function told({ status, repositories }: MirrorSync): { word: string; done?: number; total?: number } {
  const word = onOneLine(status);
  if (!repositories) return { word };
  if (status === "SYNCING") return { word: "SYNCING, looking for repositories" };
  if (status !== "SUCCESS") return { word };
  const { SKIP = 0, SYNC_NOW = 0, SYNCING = 0, ...others } = repositories;
  const done = Object.values(others).reduce((sum, count) => sum + count, 0);
  return { word: "SYNCING", done, total: done + SYNC_NOW + SYNCING };
}

function bar(of: string, stream: WriteStream): Shown {
  const shown = new SingleBar({
    format: `${of} [{bar}] {value} of {total}, {status}, {duration_formatted}`,
    barsize: 30,
    clearOnComplete: true,
    stopOnComplete: false,
    hideCursor: true,
    stream,
  });
  shown.start(1, 0, { status: "SYNC_NOW" });
  return {
    show(sync) {
      const { word, done = 0, total = 1 } = told(sync);
      shown.setTotal(total);
      shown.update(done, { status: word });
    },
    stop: () => shown.stop(),
  };
}

function plainLines(of: string, out: Pick<WriteStream, "write">): Shown {
  let said: { word: string; at: number } | undefined;
  return {
    show(sync) {
      const at = Date.now();
      const { word, done, total } = told(sync);
      if (said?.word === word && at - said.at < PLAIN_INTERVAL) return;
      said = { word, at };
      out.write(`${of}: ${word}${total === undefined ? "" : `, ${done} of ${total} repositories`}.\n`);
    },
    stop() {},
  };
}
