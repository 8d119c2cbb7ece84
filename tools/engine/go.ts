import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { InstallOptions } from "./installer";
import { executable, pathDirectories } from "./locations";
import { packageRoot } from "./package-root";
import { run } from "./run";

const cli = { folder: "cli", name: "the Pulumi CLI", path: "github.com/pulumi/pulumi/pkg/v3" };

// The last release in which the language host is part of a module that Go can download.
const languageHost = {
  folder: "language-host",
  name: "Pulumi's host for TypeScript programs",
  path: "github.com/pulumi/pulumi/sdk/v3",
};

type Module = typeof cli;

/** The version of the CLI to install when none is found. */
export function cliVersion(): string {
  return versionOf(cli);
}

/** Builds the CLI and the language host for TypeScript from Go modules. Throws one sentence when that fails. */
export async function buildWithGo(options: InstallOptions): Promise<void> {
  const go = pathDirectories(options.env)
    .map((directory) => executable(directory, "go"))
    .find(Boolean);
  if (!go) throw new Error("Building it needs Go, and there is no go on PATH.");

  const [bin, scratch] = [join(options.root, "bin"), join(options.root, "scratch")];
  for (const folder of [bin, scratch]) await mkdir(folder, { recursive: true });
  // An interrupted `go build` leaves temporary files, which are removed together with this directory.
  const env = { ...options.env, GOTMPDIR: scratch, GOWORK: "off" };
  const building = { ...options, env };
  await build(go, languageHost, folderOf(languageHost), bin, { ...building, version: versionOf(languageHost) });
  const isPinned = options.version === cliVersion();
  const folder = isPinned ? folderOf(cli) : await resolved(go, join(scratch, "cli"), building);
  await build(go, cli, folder, bin, building);
  await copyDynamicProvider(bin);
}

/** A go.mod for another version than the pinned one, with dependencies resolved by Go. */
async function resolved(go: string, folder: string, { version, env, stop }: InstallOptions): Promise<string> {
  const pinned = readFileSync(join(folderOf(cli), "go.mod"), "utf8");
  const directives = pinned.split("\n").filter((line) => /^(module|go|replace|tool) /.test(line));
  const requirements = [cli.path, languageHost.path].map((path) => `require ${path} v${version}`);
  await mkdir(folder);
  await writeFile(join(folder, "go.mod"), [...directives, ...requirements, ""].join("\n"));
  await run(go, ["mod", "tidy"], { cwd: folder, env, stop });
  return folder;
}

async function build(
  go: string,
  module: Module,
  folder: string,
  bin: string,
  { version, env, say, stop }: InstallOptions,
): Promise<void> {
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const activity = `Building ${module.name} ${version} with Go`;
  say(`${activity}, which takes some minutes the first time…`);

  const count = { "modules downloaded": 0, "packages compiled": 0 };
  let reported = Date.now();
  const onLine = (line: string) => {
    const what = line.startsWith("go: downloading") ? "modules downloaded" : "packages compiled";
    count[what]++;
    if (Date.now() - reported < 1_000) return;
    reported = Date.now();
    say(`${activity}: ${count[what]} ${what}…`);
  };
  const args = [
    "build",
    "-v",
    "-tags",
    "osusergo grpcnotrace",
    "-trimpath",
    "-ldflags",
    flags,
    "-o",
    `${bin}/`,
    "tool",
  ];
  await run(go, args, { cwd: folder, env, stop, onLine }).catch((error: Error) => {
    stop.throwIfAborted();
    throw new Error(`${activity} did not succeed: ${error.message}.`, { cause: error });
  });
}

/** Copies the script that starts dynamic providers from Pulumi's npm package, where it is not executable. */
async function copyDynamicProvider(bin: string): Promise<void> {
  const resolve = createRequire(join(packageRoot(), "package.json")).resolve;
  const sdk = dirname(resolve("@pulumi/pulumi/package.json"));
  for (const script of ["pulumi-resource-pulumi-nodejs", "pulumi-resource-pulumi-nodejs.cmd"]) {
    await copyFile(join(sdk, script), join(bin, script));
    await chmod(join(bin, script), 0o755);
  }
}

function folderOf(module: Module): string {
  return join(packageRoot(), "tools", "engine", "go", module.folder);
}

function versionOf(module: Module): string {
  const file = join(folderOf(module), "go.mod");
  const found = new RegExp(`${module.path} v(\\S+)`).exec(readFileSync(file, "utf8"));
  if (!found?.[1]) throw new Error(`${file} does not say which version of ${module.path} to build.`);
  return found[1];
}
