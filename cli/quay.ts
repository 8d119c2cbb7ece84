import type { Command } from "commander";
import { exampleRegistries, startQuay } from "../local-quay";
import { portNumber } from "./serve";
import { untilShutdown } from "./shutdown";

export function quayCommand(command: Command): void {
  command
    .description("serve a local Quay that holds its state in memory, to try things and for tests")
    .option("--port <number>", "port to listen on; 0 takes a free one", portNumber, 8081)
    .addHelpText(
      "after",
      `
Prints QUAY_URL and QUAY_TOKEN as shell exports, and serves until it is interrupted or who started it has ended; in the
background, with /dev/null as stdin, it goes on. The user is admin, the password is password. Mirrors run, and find something at
docker.io/library/alpine, docker.io/library/busybox and, for the user acme with the password secret, in registry.example.com/acme.

  pulumi-quay quay > quay.env &
  . ./quay.env`,
    )
    .action(async ({ port }: { port: number }) => {
      const shutdownRequested = untilShutdown();
      const background = { garbageCollection: 1000, mirroring: 1000, remoteRegistries: exampleRegistries };
      const quay = await startQuay({ port, ...background, features: { SECURITY_SCANNER: true } }).catch(
        (error: NodeJS.ErrnoException) => {
          throw error.code === "EADDRINUSE" ? new Error(`Port ${port} is taken. Choose another with --port.`) : error;
        },
      );
      console.log(`export QUAY_URL=${quay.url}`);
      console.log(`export QUAY_TOKEN=${quay.token}`);
      await shutdownRequested;
      await quay.close();
    });
}
