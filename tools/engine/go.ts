import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { GetOptions } from "./installer";
import { executable, pathDirectories } from "./locations";
import { packageRoot } from "./package-root";
import { run } from "./run";

const cli = { folder: "cli", called: "the Pulumi CLI", from: "github.com/pulumi/pulumi/pkg/v3" };

// This is the last release that has the language host in a module that can be had.
const languageHost = {
  folder: "language-host",
  called: "Pulumi's host for TypeScript programs",
  from: "github.com/pulumi/pulumi/sdk/v3",
};

type Module = typeof cli;

/** The version of the CLI that is got when there is none. */
export function cliVersion(): string {
  return versionOf(cli);
}

/** Builds the CLI and what it needs for TypeScript programs from Go modules. Throws a sentence when that cannot be. */
export async function buildWithGo(options: GetOptions): Promise<void> {
  const go = pathDirectories(options.env)
    .map((directory) => executable(directory, "go"))
    .find(Boolean);
  if (!go) throw new Error("Building it needs Go, and there is no go on PATH.");

  const [bin, scratch] = [join(options.root, "bin"), join(options.root, "scratch")];
  for (const folder of [bin, scratch]) await mkdir(folder, { recursive: true });
  // An interrupted `go build` leaves its scratch files behind; here they go with the rest.
  const env = { ...options.env, GOTMPDIR: scratch, GOWORK: "off" };
  const building = { ...options, env };
  await build(go, languageHost, folderOf(languageHost), bin, { ...building, version: versionOf(languageHost) });
  const isPinned = options.version === cliVersion();
  const folder = isPinned ? folderOf(cli) : await resolved(go, join(scratch, "cli"), building);
  await build(go, cli, folder, bin, building);
  await copyDynamicProvider(bin);
}

/** Another version than the pinned one: what that needs in its turn is found out by Go. */
async function resolved(go: string, folder: string, { version, env, stop }: GetOptions): Promise<string> {
  const pinned = readFileSync(join(folderOf(cli), "go.mod"), "utf8");
  const directives = pinned.split("\n").filter((line) => /^(module|go|replace|tool) /.test(line));
  const wanted = [cli.from, languageHost.from].map((from) => `require ${from} v${version}`);
  await mkdir(folder);
  await writeFile(join(folder, "go.mod"), [...directives, ...wanted, ""].join("\n"));
  await run(go, ["mod", "tidy"], { cwd: folder, env, stop });
  return folder;
}

async function build(
  go: string,
  module: Module,
  folder: string,
  bin: string,
  { version, env, say, stop }: GetOptions,
): Promise<void> {
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const doing = `Building ${module.called} ${version} with Go`;
  say(`${doing}, which takes some minutes the first time…`);

  const count = { "modules downloaded": 0, "packages compiled": 0 };
  let told = Date.now();
  const heard = (line: string) => {
    const what = line.startsWith("go: downloading") ? "modules downloaded" : "packages compiled";
    count[what]++;
    if (Date.now() - told < 1_000) return;
    told = Date.now();
    say(`${doing}: ${count[what]} ${what}…`);
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
  await run(go, args, { cwd: folder, env, stop, heard }).catch((error: Error) => {
    stop.throwIfAborted();
    throw new Error(`${doing} did not succeed: ${error.message}.`, { cause: error });
  });
}

/** The third part is a script that comes with Pulumi's npm package, where it is not executable. */
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
  const found = new RegExp(`${module.from} v(\\S+)`).exec(readFileSync(file, "utf8"));
  if (!found?.[1]) throw new Error(`${file} does not say which version of ${module.from} to build.`);
  return found[1];
}
