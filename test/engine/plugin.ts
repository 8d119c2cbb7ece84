import { construct } from "../../native-plugin/components";
import { Connections } from "../../provider/serve/connections";
import { SharedJournal } from "../../provider/serve/journal";
import { EngineLog } from "../../provider/serve/plugin/engine";
import { PluginServer } from "../../provider/serve/plugin/server";
import type { Story } from "./stack";

/** Serves the plugin in the process of the test, with its kinds; the engines of the story attach to it. */
export async function servePlugin(story: Story): Promise<PluginServer> {
  const server = new PluginServer(construct, (engine) => {
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
  });
  story.environment({ PULUMI_DEBUG_PROVIDERS: `quay:${await server.listen()}` });
  return server;
}
