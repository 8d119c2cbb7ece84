import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, root, run } from "./tarball";

export type Manager = "npm" | "pnpm" | "yarn";

/** A project that is empty except for the installed packages. Its programs are in folders below it. */
export class Project {
  private constructor(readonly dir: string) {}

  /**
   * With these `versions`, and for all others the ones that this project has. Undefined when a package cannot be downloaded, because
   * no registry can be reached.
   */
  static async install(
    manager: Manager,
    tarball: string,
    versions: Record<string, string> = {},
  ): Promise<Project | undefined> {
    const project = new Project(await mkdtemp(join(tmpdir(), "pulumi-quay-")));
    await cp(join(__dirname, "programs"), project.dir, { recursive: true });
    await cp(join(root, "examples", "quickstart", "index.ts"), join(project.dir, "quickstart.ts"));
    const { devDependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const ours = ["@pulumi/pulumi", "@types/node", "typescript"].map((name) => [name, devDependencies[name]]);
    const dependencies = { ...Object.fromEntries(ours), ...versions, "pulumi-quay": `file:${tarball}` };
    await project.write("package.json", { name: "empty", private: true, dependencies });
    if (manager === "npm" && Object.keys(versions).length === 0) await project.lock(dependencies);
    const { ok, text } = await project[manager]();
    if (ok) return project;
    await project.remove();
    if (!unreachable.test(text)) throw new Error(`${manager} install\n${text}`);
    process.stderr.write(`Not tried: ${manager} install, because the package registry cannot be reached.\n`);
  }

  /** The folder of one of the programs. */
  program(name: string): string {
    return join(this.dir, name);
  }

  remove(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  /** To the versions in this project's lock file, which a machine that runs these tests has already. */
  private async lock(dependencies: object): Promise<void> {
    const { packages } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
    const { "": _, "node_modules/pulumi-quay": __, ...locked } = packages;
    const lock = { lockfileVersion: 3, requires: true, packages: { "": { dependencies }, ...locked } };
    await this.write("package-lock.json", lock);
  }

  /** Versions that are not locked are requested from the registry: the newest in the cache may be old. */
  async npm(): Promise<CommandResult> {
    const locked = existsSync(join(this.dir, "package-lock.json"));
    const prefer = locked ? "--prefer-offline" : "--prefer-online";
    return run("npm", ["install", prefer, "--no-audit", "--no-fund"], this.dir);
  }

  async pnpm(): Promise<CommandResult> {
    return exec("pnpm@9", ["pnpm", "install", "--no-frozen-lockfile", "--prefer-offline"], this.dir);
  }

  async yarn(): Promise<CommandResult> {
    const registry = await run("npm", ["config", "get", "registry"], this.dir);
    const env = {
      YARN_NPM_REGISTRY_SERVER: registry.printed.trim(),
      YARN_NODE_LINKER: "node-modules",
      YARN_ENABLE_GLOBAL_CACHE: "false",
      YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
      YARN_ENABLE_TELEMETRY: "false",
    };
    return exec("@yarnpkg/cli-dist@4", ["yarn", "install"], this.dir, env);
  }

  private write(file: string, content: object): Promise<void> {
    return writeFile(join(this.dir, file), JSON.stringify(content, null, 2));
  }
}

export const unreachable = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED)\b/;

/** Runs the command of a package that need not be installed. */
export function exec(of: string, command: string[], cwd: string, env?: Record<string, string>): Promise<CommandResult> {
  return run("npm", ["exec", "--yes", "--prefer-offline", `--package=${of}`, "--", ...command], cwd, env);
}
