const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does work that tidies up after itself when the user presses Ctrl-C, and then lets Ctrl-C have its usual effect. */
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
