import { createRequire } from "node:module";
import { join } from "node:path";
import { packageRoot } from "./package-root";
import { run } from "./run";

export interface InstallOptions {
  version: string;
  /** The CLI is installed into bin/ of this directory. */
  root: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
  stop: AbortSignal;
}

/** Runs Pulumi's own installer. Throws one sentence when that fails. */
export async function install(options: InstallOptions): Promise<void> {
  const { version, say, stop } = options;
  say(`Asking Pulumi's installer for the Pulumi CLI ${version}…`);
  await requireReachable("https://get.pulumi.com/install.sh", stop);
  say(`Pulumi's installer: downloading the Pulumi CLI ${version}…`);
  await automationInstall(options);
}

/** Installs in a child process, which gets the given environment and can be stopped. */
export async function automationInstall({ version, root, env, stop }: InstallOptions): Promise<void> {
  const automation = createRequire(join(packageRoot(), "package.json")).resolve("@pulumi/pulumi/automation");
  const program = `
    const [automation, version, root] = process.argv.slice(1);
    const { SemVer } = require("module").createRequire(automation)("semver");
    require(automation).PulumiCommand.install({ version: new SemVer(version), root }).catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });`;
  await run(process.execPath, ["-e", program, automation, version, root], { env, stop }).catch((error: Error) => {
    stop.throwIfAborted();
    throw new Error(`Pulumi's installer did not succeed: ${error.message}.`, { cause: error });
  });
}

/** Fails early without a network, for which the installer would take minutes. */
async function requireReachable(url: string, stop: AbortSignal): Promise<void> {
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.any([stop, AbortSignal.timeout(5_000)]) });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  } catch (error) {
    stop.throwIfAborted();
    const { message, cause } = error as Error;
    throw new Error(`Pulumi's installer cannot be reached: ${(cause as Error)?.message || message}.`, { cause: error });
  }
}
