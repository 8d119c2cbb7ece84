import { mkdtempSync } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "./candidate";
import { packageRoot } from "./package-root";

export interface EngineEnvironmentOptions {
  engine: Pick<Engine, "bin">;
  /** Pulumi's own folder, PULUMI_HOME. By default a new temporary one. */
  home?: string;
  /** An existing folder for the state. Defaults to `home`. */
  backend?: string;
}

/** Environment variables with which the CLI needs no login and no network, and writes nothing to the user's home. */
export function engineEnvironment({
  engine,
  home = mkdtempSync(join(tmpdir(), "pulumi-quay-")),
  backend = home,
}: EngineEnvironmentOptions): Record<string, string> {
  return {
    PATH: [engine.bin, process.env.PATH].filter(Boolean).join(delimiter),
    PULUMI_HOME: home,
    // Where an interrupted language host leaves its pipes.
    TMPDIR: home,
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: "throw-away",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
  };
}

export interface Workspace {
  env: Record<string, string>;
  /** An empty folder for a program, with a link to the node_modules of this project. */
  dir: string;
  /** Removes the program, the state and the Pulumi home. */
  remove: () => Promise<void>;
}

export async function temporaryWorkspace(engine: Pick<Engine, "bin">): Promise<Workspace> {
  const root = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
  const [dir, home, backend] = ["program", "home", "state"].map((name) => join(root, name)) as [string, string, string];
  for (const folder of [dir, home, backend]) await mkdir(folder);
  await symlink(join(packageRoot(), "node_modules"), join(dir, "node_modules"), "junction");
  return {
    env: engineEnvironment({ engine, home, backend }),
    dir,
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
