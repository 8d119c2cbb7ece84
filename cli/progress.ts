import type { WriteStream } from "node:tty";
import { SingleBar } from "cli-progress";

const PLAIN_INTERVAL = 20_000;

/** Requests asked for so far, those that wait for their turn included, and how many of them are settled. */
type Traffic = () => { asked: number; settled: number };

/**
 * Shows how far `work` is, by its requests to Quay: on a terminal a bar, elsewhere a line every twenty seconds. On stderr, as stdout is
 * for data.
 */
export async function withProgress<Result>(
  label: string,
  traffic: Traffic,
  work: () => Promise<Result>,
  out: Pick<WriteStream, "write"> & Partial<WriteStream> = process.stderr,
): Promise<Result> {
  const stop = out.isTTY ? bar(label, traffic, out as WriteStream) : plainLines(label, traffic, out);
  return work().finally(stop);
}

function bar(label: string, traffic: Traffic, stream: WriteStream): () => void {
  const shown = new SingleBar({
    format: `${label} [{bar}] {value} of {total} requests`,
    barsize: 30,
    clearOnComplete: true,
    stopOnComplete: false,
    hideCursor: true,
    stream,
  });
  const draw = () => {
    const { asked, settled } = traffic();
    shown.setTotal(asked);
    shown.update(settled);
  };
  shown.start(1, 0);
  const timer = setInterval(draw, 100);
  return () => {
    clearInterval(timer);
    shown.stop();
  };
}

function plainLines(label: string, traffic: Traffic, out: Pick<WriteStream, "write">): () => void {
  const timer = setInterval(() => {
    const { asked, settled } = traffic();
    out.write(`${label}: ${settled} of ${asked} requests.\n`);
  }, PLAIN_INTERVAL);
  return () => clearInterval(timer);
}
