import { Connections } from "../connections";
import { engineAddress, whenGone } from "../engine";
import { SharedJournal } from "../journal";
import { EngineLog } from "./engine";
import { PluginServer, SHUTDOWN_GRACE } from "./server";
import type { Operation } from "./session";

/** The engine that started this process and ends with it; undefined when engines attach to it. */
const owner = engineAddress();

const server = new PluginServer((engine, ended): Operation => {
  const log = new EngineLog(engine);
  const connections = new Connections(undefined, (line) => log.notice(line), new SharedJournal(engine));
  const operation = {
    connections,
    flush: () => log.flush(),
    async close() {
      connections.journal.close();
      log.close();
      await connections.close();
    },
  };
  whenGone(engine, async () => {
    if (engine === owner) return shutDown();
    ended();
    await connections.interrupt(SHUTDOWN_GRACE);
    await operation.close();
  });
  return operation;
});

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
