import type { WriteStream } from "node:tty";

const PLAIN_INTERVAL = 20_000;

export interface Progress {
  say: (line: string) => void;
  end: () => void;
}

type Out = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/**
 * Shows progress. A line that ends in … is an activity: a terminal shows it with its duration until the next line, and other
 * outputs print it every twenty seconds. Every other line is printed once.
 */
export function progress(out: Out = process.stderr): Progress {
  return out.isTTY ? onTerminal(out) : plain(out);
}

function onTerminal(out: Out): Progress {
  let activity = noActivity;
  const draw = () => {
    out.write(`\r\u001b[2K${activity.line && withTime(activity, (out.columns || 80) - 1)}`);
  };
  const tick = setInterval(draw, 1_000);
  tick.unref();
  return {
    say(line) {
      activity = nextActivity(activity, line);
      draw();
      if (!activity.line) out.write(`${line}\n`);
    },
    end() {
      clearInterval(tick);
      activity = noActivity;
      draw();
    },
  };
}

function plain(out: Out): Progress {
  let activity = noActivity;
  let printed = 0;
  return {
    say(line) {
      const isSame = continues(activity, line);
      activity = nextActivity(activity, line);
      if (isSame && Date.now() - printed < PLAIN_INTERVAL) return;
      printed = Date.now();
      out.write(`${activity.line ? withTime(activity) : line}\n`);
    },
    end() {},
  };
}

interface Activity {
  line: string;
  started: number;
}

const noActivity: Activity = { line: "", started: 0 };

function nextActivity(before: Activity, line: string): Activity {
  if (!line.endsWith("…")) return noActivity;
  return { line, started: continues(before, line) ? before.started : Date.now() };
}

/** Lines with the same text up to a colon or a comma belong to the same activity. */
function continues(before: Activity, line: string): boolean {
  return before.line !== "" && line.endsWith("…") && subject(line) === subject(before.line);
}

function subject(line: string): string {
  return line.split(/[:,…]/, 1)[0] ?? "";
}

function withTime({ line, started }: Activity, room = Number.POSITIVE_INFINITY): string {
  const seconds = Math.floor((Date.now() - started) / 1_000);
  const time = seconds === 0 ? "…" : `… ${duration(seconds)}`;
  return line.slice(0, -1).slice(0, room - time.length) + time;
}

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
