import { exampleRegistries, startQuay } from ".";

/** Serves a local Quay until it is interrupted: `node main.js --port 8080 --mailing --without "POST /v1/repository"`. */
async function main(port: number) {
  const features = { MAILING: has("--mailing"), TEAM_SYNCING: has("--ldap") };
  const quay = await startQuay({
    ...{ port, features, without, directory: has("--ldap") },
    ...{ garbageCollection: 1000, mirroring: 1000, remoteRegistries: exampleRegistries },
  });
  console.log(`export QUAY_URL=${quay.url}`);
  console.log(`export QUAY_TOKEN=${quay.token}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => quay.close());
}

const without = process.argv.flatMap((word, at) => (process.argv[at - 1] === "--without" ? [word] : []));
const has = (switched: string) => process.argv.includes(switched);
const flag = process.argv.indexOf("--port");
const port = flag < 0 ? 8080 : Number(process.argv[flag + 1]);

main(port).catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === "EADDRINUSE";
  console.error(taken ? `Port ${port} is taken. Choose another with --port.` : error.message);
  process.exitCode = 1;
});
