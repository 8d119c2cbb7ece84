const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The user or the parent process interrupted this process. */
export class Interruption extends Error {
  constructor(readonly exitCode: number) {
    super("Interrupted.");
  }
}

/** A signal that is aborted on Ctrl-C, SIGTERM, or when the parent ends. A second interruption ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = (code: number) => {
    if (!controller.signal.aborted) {
      first = Date.now();
      controller.abort(new Interruption(code));
      return;
    }
    // One Ctrl-C can arrive twice, from the terminal and from npm.
    if (Date.now() - first > 500) process.exit(code);
  };
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => interrupt(code));

  const interruptOnce = (code: number) => !controller.signal.aborted && interrupt(code);
  process.stdout.on("error", () => interruptOnce(codes.SIGHUP));
  // npm does not pass SIGTERM on; when it ends, its child processes get another parent.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && interruptOnce(codes.SIGTERM), 500).unref();
  return controller.signal;
}
