import { engineAddress, whenGone } from "../provider/serve/engine";
import { operationOf } from "../provider/serve/plugin/operation";
import { PluginServer, SHUTDOWN_GRACE } from "../provider/serve/plugin/server";
import { construct } from "./components";

/** The engine that started this process and ends with it; undefined when engines attach to it. */
const owner = engineAddress();

const server = new PluginServer(construct, (engine, ended) => {
  const operation = operationOf(engine);
  if (engine !== owner)
    whenGone(engine, async () => {
      ended();
      await operation.connections.interrupt(SHUTDOWN_GRACE);
      await operation.close();
    });
  return operation;
});

// Also when it ends before its first call.
if (owner) whenGone(owner, () => void shutDown());

let isEnding = false;

/** Requests in flight are completed and answered, so that no created resource is missing in the state. */
async function shutDown(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await server.sessions.interrupt(SHUTDOWN_GRACE);
  setTimeout(() => process.exit(130), 50);
}

process.on("SIGINT", () => void shutDown());
process.on("SIGTERM", () => void shutDown());
process.once("exit", () => server.sessions.closeJournals());

server.listen().then(
  (port) => console.log(port),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
