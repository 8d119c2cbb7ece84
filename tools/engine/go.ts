import { readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildModule, folderOf, goCommand, type Module, versionOf } from "./go-module";
import type { InstallOptions } from "./installer";
import { packageRoot } from "./package-root";
import { run } from "./run";

export const cli: Module = {
  folder: "cli",
  name: "the Pulumi CLI",
  path: "github.com/pulumi/pulumi/pkg/v3",
  packages: ["tool"],
};

// The last release in which the language host is part of a module that Go can download.
export const nodeHost: Module = {
  folder: "language-host",
  name: "Pulumi's host for TypeScript programs",
  path: "github.com/pulumi/pulumi/sdk/v3",
  packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
};

/** The version of the CLI to install when none is found. */
export function cliVersion(): string {
  return versionOf(cli);
}

/** Builds the CLI and the language host for TypeScript from Go modules. Throws one sentence when that fails. */
export async function buildWithGo(options: InstallOptions): Promise<void> {
  const go = goCommand(options.env);
  const [bin, scratch] = [join(options.root, "bin"), join(options.root, "scratch")];
  for (const folder of [bin, scratch]) await mkdir(folder, { recursive: true });
  // An interrupted `go build` leaves temporary files, which are removed together with this directory.
  const building = { ...options, env: { ...options.env, GOTMPDIR: scratch, GOWORK: "off" } };
  await buildModule(nodeHost, `${bin}/`, { ...building, version: versionOf(nodeHost) });
  const isPinned = options.version === cliVersion();
  const folder = isPinned ? folderOf(cli) : await resolved(go, join(scratch, "cli"), building);
  await buildModule(cli, `${bin}/`, { ...building, folder });
  await copyDynamicProvider(bin);
}

/** A go.mod for another version than the pinned one, with dependencies resolved by Go. */
async function resolved(go: string, folder: string, { version, env, stop }: InstallOptions): Promise<string> {
  const pinned = readFileSync(join(folderOf(cli), "go.mod"), "utf8");
  const directives = pinned.split("\n").filter((line) => /^(module|go|replace|tool) /.test(line));
  const requirements = [cli.path, nodeHost.path].map((path) => `require ${path} v${version}`);
  await mkdir(folder);
  await writeFile(join(folder, "go.mod"), [...directives, ...requirements, ""].join("\n"));
  await run(go, ["mod", "tidy"], { cwd: folder, env, stop });
  return folder;
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
