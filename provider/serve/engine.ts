import { connect } from "node:net";

/** Milliseconds before connecting to the engine again. */
const RECONNECT_INTERVAL = 1_000;

/** The address of the engine that started this provider process: the last argument. Undefined in any other process. */
export function engineAddress(argv = process.argv): string | undefined {
  const last = argv.at(-1) ?? "";
  return argv.length > 2 && /^[\w.-]+:\d+$/.test(last) ? last : undefined;
}

/**
 * Calls back when the engine no longer listens: a killed engine cannot shut its providers down. The engine closes connections
 * that are idle for two minutes, so after a close the connection is tried once more.
 */
export function whenGone(address: string, gone: () => void): void {
  const colon = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
  let refused = 0;
  const watch = () => {
    const socket = connect({ host, port });
    socket.unref();
    // The engine greets, and a socket does not close before all that has arrived was read.
    socket.resume();
    socket.once("connect", () => {
      refused = 0;
    });
    socket.once("error", () => refused++);
    socket.once("close", () => (refused > 1 ? gone() : setTimeout(watch, RECONNECT_INTERVAL).unref()));
  };
  watch();
}
