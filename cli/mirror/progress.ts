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

/** How many repositories are done, of how many; of one repository, whether it is. */
function numbers({ status, repositories }: MirrorSync): { done: number; total: number } {
  if (!repositories) return { done: status === "SYNC_NOW" || status === "SYNCING" ? 0 : 1, total: 1 };
  const { SKIP = 0, SYNC_NOW = 0, SYNCING = 0, ...others } = repositories;
  const done = Object.values(others).reduce((sum, count) => sum + count, 0);
  return { done, total: done + SYNC_NOW + SYNCING };
}

/** Quay's word for what goes on; that of an organization is SUCCESS as soon as its repositories are found. */
function word({ status, repositories }: MirrorSync): string {
  const { SYNC_NOW = 0, SYNCING = 0 } = repositories ?? {};
  return status === "SUCCESS" && SYNC_NOW + SYNCING > 0 ? "SYNCING" : onOneLine(status);
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
      const { done, total } = numbers(sync);
      shown.setTotal(Math.max(1, total));
      shown.update(done, { status: word(sync) });
    },
    stop: () => shown.stop(),
  };
}

function plainLines(of: string, out: Pick<WriteStream, "write">): Shown {
  let said: { word: string; at: number } | undefined;
  return {
    show(sync) {
      const [now, at] = [word(sync), Date.now()];
      if (said?.word === now && at - said.at < PLAIN_INTERVAL) return;
      said = { word: now, at };
      const { done, total } = numbers(sync);
      out.write(sync.repositories ? `${of}: ${now}, ${done} of ${total} repositories.\n` : `${of}: ${now}.\n`);
    },
    stop() {},
  };
}
