import { startQuay } from ".";

/** Serves a local Quay until it is interrupted: `node main.js --port 8080`. */
async function main(port: number) {
  const quay = await startQuay({ port, garbageCollection: 1000 });
  console.log(`export QUAY_URL=${quay.url}`);
  console.log(`export QUAY_TOKEN=${quay.token}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void quay.close().then(() => process.exit()));
}

const flag = process.argv.indexOf("--port");
void main(flag < 0 ? 8080 : Number(process.argv[flag + 1]));
