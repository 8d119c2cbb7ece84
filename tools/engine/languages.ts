import { createHash } from "node:crypto";
import { chmod, copyFile, link, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cli, cliVersion, nodeHost } from "./go";
import { type BuildOptions, buildModule, folderOf, goCommand, type Module } from "./go-module";
import type { FindOptions } from "./index";
import { interruptible } from "./interruptible";
import { cacheDirectory } from "./locations";
import { withLock } from "./lock";
import { packageRoot } from "./package-root";
import { replaceDirectory } from "./replace-directory";
import { run } from "./run";

const yamlHost: Module = {
  folder: "yaml-host",
  name: "Pulumi's host for YAML programs",
  path: "github.com/pulumi/pulumi-yaml",
  packages: ["tool"],
};

/** Hosts that run programs, in the last releases in which they are part of a module that Go can download. */
const released: Record<string, Module> = {
  nodejs: nodeHost,
  python: {
    ...nodeHost,
    name: "Pulumi's host for Python programs",
    packages: ["github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"],
  },
  go: {
    folder: "go-host",
    name: "Pulumi's host for Go programs",
    path: "github.com/pulumi/pulumi/sdk/v3",
    packages: ["tool"],
  },
};

/** Adds the generators of programs and packages to a released host. */
const generatingHost: Module = {
  ...cli,
  name: "Pulumi's generators of programs and packages",
  packages: ["./generating-host"],
};

/**
 * A directory with the language hosts of YAML, Python, Go and Node.js, for the front of PATH. They are built once from Go modules, and
 * kept in Pulumi's cache beside the CLI. Throws one sentence when that fails.
 */
export async function languageHosts({ say = () => {}, env = process.env }: FindOptions = {}): Promise<string> {
  const target = join(dirname(cacheDirectory(cliVersion(), env)), "languages");
  const versions = dirname(dirname(target));
  const sources = await hashOf(join(packageRoot(), "tools", "engine", "go"));
  await mkdir(versions, { recursive: true });
  return interruptible((stop) => {
    const onWait = () => say("Another process is building the language hosts: waiting for it…");
    return withLock(join(versions, ".languages.lock"), { stop, onWait }, async () => {
      const builtFrom = await readFile(join(target, "built-from"), "utf8").catch(() => undefined);
      if (builtFrom !== sources) {
        await replaceDirectory(target, async (root) => {
          const [bin, scratch] = [join(root, "languages"), join(root, "scratch")];
          for (const folder of [bin, scratch]) await mkdir(folder);
          await buildHosts(bin, { env: { ...env, GOTMPDIR: scratch, GOWORK: "off" }, say, stop });
          await writeFile(join(bin, "built-from"), sources);
          return bin;
        });
      }
      return target;
    });
  });
}

async function buildHosts(bin: string, options: BuildOptions): Promise<void> {
  await buildModule(yamlHost, `${bin}/`, options);
  const old = join(bin, "released");
  await mkdir(old);
  for (const module of Object.values(released)) await buildModule(module, `${old}/`, options);
  await copyPythonExecutor(old, options);

  const [first, ...others] = Object.keys(released).map((language) => join(bin, `pulumi-language-${language}`));
  if (!first) return;
  await buildModule(generatingHost, first, options);
  for (const other of others) await link(first, other);
}

/** Copies the script that runs Python programs, in the version of the CLI, next to the host that starts it. */
async function copyPythonExecutor(bin: string, { env, stop }: BuildOptions): Promise<void> {
  const where = ["list", "-m", "-f", "{{.Dir}}", nodeHost.path];
  const sdk = await run(goCommand(env), where, { cwd: folderOf(cli), env, stop });
  const name = "pulumi-language-python-exec";
  await copyFile(join(sdk.trim(), "python", "cmd", name), join(bin, name));
  await chmod(join(bin, name), 0o755);
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
  return hash.digest("hex");
}
