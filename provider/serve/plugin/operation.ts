import { Connections } from "../connections";
import { SharedJournal } from "../journal";
import { EngineLog } from "./engine";

/** One operation of the engine, to which all providers of a program belong. */
export interface Operation {
  /** The address of the engine. */
  engine: string;
  connections: Connections;
  /** Waits until the engine has all notices. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** The operation of the engine at this address, which gets its notices. */
export function operationOf(engine: string): Operation {
  const log = new EngineLog(engine);
  const connections = new Connections(undefined, (line) => log.notice(line), new SharedJournal(engine));
  return {
    engine,
    connections,
    flush: () => log.flush(),
    async close() {
      connections.journal.close();
      log.close();
      await connections.close();
    },
  };
}
