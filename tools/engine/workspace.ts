import { mkdtempSync } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "./candidate";
import { packageRoot } from "./package-root";

export interface Surroundings {
  engine: Pick<Engine, "bin">;
  /** Pulumi's own folder, PULUMI_HOME. By default a new temporary one. */
  home?: string;
  /** An existing folder for the state. By default it stands in `home`. */
  backend?: string;
}

/** What to add to the environment so that the CLI keeps to itself: no login, no network, no trace in the user's home. */
export function engineEnvironment({
  engine,
  home = mkdtempSync(join(tmpdir(), "pulumi-quay-")),
  backend = home,
}: Surroundings): Record<string, string> {
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
  /** A folder for a program, which finds what this project has installed and is otherwise empty. */
  dir: string;
  /** Removes the program, the state and all else. */
  remove: () => Promise<void>;
}

export async function temporaryWorkspace(engine: Pick<Engine, "bin">): Promise<Workspace> {
  const all = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
  const [dir, home, backend] = ["program", "home", "state"].map((name) => join(all, name)) as [string, string, string];
  for (const folder of [dir, home, backend]) await mkdir(folder);
  await symlink(join(packageRoot(), "node_modules"), join(dir, "node_modules"), "junction");
  return {
    env: engineEnvironment({ engine, home, backend }),
    dir,
    remove: () => rm(all, { recursive: true, force: true, maxRetries: 3 }),
  };
}
