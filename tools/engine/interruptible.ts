const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs work that can clean up on Ctrl-C, and repeats the signal afterwards for its usual effect. */
export async function interruptible<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let received: NodeJS.Signals | undefined;
  const receive = (signal: NodeJS.Signals) => {
    received = signal;
    stop.abort(new Error(`Getting the Pulumi CLI was interrupted by ${signal}.`));
  };
  for (const signal of signals) process.on(signal, receive);
  try {
    return await work(stop.signal);
  } finally {
    for (const signal of signals) process.off(signal, receive);
    if (received && process.listenerCount(received) === 0) process.kill(process.pid, received);
  }
}
