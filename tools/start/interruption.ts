const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The user, or whoever started us, wants us to leave. */
export class Interruption extends Error {
  constructor(readonly exitCode: number) {
    super("Interrupted.");
  }
}

/** Aborts on Ctrl-C and whatever else asks us to leave. Whoever asks twice is obeyed at once. */
export function interruption(): AbortSignal {
  const leave = new AbortController();
  let first = 0;
  const ask = (code: number) => {
    if (!leave.signal.aborted) {
      first = Date.now();
      leave.abort(new Interruption(code));
      return;
    }
    // A terminal's Ctrl-C can arrive twice, from the terminal and from npm.
    if (Date.now() - first > 500) process.exit(code);
  };
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => ask(code));

  const unlessLeaving = (code: number) => !leave.signal.aborted && ask(code);
  process.stdout.on("error", () => unlessLeaving(codes.SIGHUP));
  // npm ends on SIGTERM without passing it on; what it started only gets another parent.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && unlessLeaving(codes.SIGTERM), 500).unref();
  return leave.signal;
}
