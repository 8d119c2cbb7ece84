import type { Command } from "commander";
import { rest } from "../adapters/rest/app";
import { selectTools } from "../adapters/selection";
import { adapterContext, type ServeOptions, serveUntilStopped, withServeOptions } from "./serve";

export function restCommand(command: Command): void {
  withServeOptions(command, 8080)
    .description("serve sixteen operations of Quay over HTTP, with a page to try them at /")
    .addHelpText(
      "after",
      `
Callers send their own Quay token as Authorization: Bearer, and Quay is asked as them. For callers who send none
the token in QUAY_TOKEN is used. The description for programs is at /openapi.json.

  QUAY_URL=https://quay.example.com QUAY_TOKEN=… pulumi-quay rest
  curl "http://127.0.0.1:8080/repository?namespace=acme"`,
    )
    .action(async (options: ServeOptions) => {
      const adapter = adapterContext(options);
      await serveUntilStopped(options, adapter, rest(adapter, selectTools(options)), (url) => url);
    });
}
