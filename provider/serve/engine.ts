import { connect } from "node:net";

/** Milliseconds before the engine is looked for again. */
const AGAIN = 1_000;

/** Where the engine listens whose provider this process is: the last argument; undefined in any other process. */
export function engineAddress(argv = process.argv): string | undefined {
  const last = argv.at(-1) ?? "";
  return argv.length > 2 && /^[\w.-]+:\d+$/.test(last) ? last : undefined;
}

/**
 * Calls back when nobody listens there any more: an engine that is killed cannot tell its providers to end. The engine hangs up
 * on who says nothing for two minutes, so who hangs up is looked for once more.
 */
export function whenGone(address: string, gone: () => void): void {
  const colon = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
  let refused = 0;
  const watch = () => {
    const socket = connect({ host, port });
    socket.unref();
    socket.once("connect", () => {
      refused = 0;
    });
    socket.once("error", () => refused++);
    socket.once("close", () => (refused > 1 ? gone() : setTimeout(watch, AGAIN).unref()));
  };
  watch();
}
