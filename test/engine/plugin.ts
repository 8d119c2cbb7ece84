import { construct } from "../../native-plugin/components";
import { operationOf } from "../../provider/serve/plugin/operation";
import { PluginServer } from "../../provider/serve/plugin/server";
import type { Story } from "./stack";

/** Serves the plugin in the process of the test, with its kinds; the engines of the story attach to it. */
export async function servePlugin(story: Story): Promise<PluginServer> {
  const server = new PluginServer(construct, operationOf);
  story.environment({ PULUMI_DEBUG_PROVIDERS: `quay:${await server.listen()}` });
  return server;
}
