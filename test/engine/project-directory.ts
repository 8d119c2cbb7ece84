import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { LocalQuay } from "../../local-quay";
import {
  type CliResult,
  createWorkspace,
  plugins,
  pulumi,
  quayResources,
  type StoredResource,
  setupTimeout,
  stackName,
  stateFile,
  type Workspace,
} from "./workspace";

const examples = join(__dirname, "..", "..", "examples");

/**
 * A folder with a program that the CLI runs, and a stack for it, for the tests of one `describe`. It has a Quay of its own, which
 * the environment names.
 */
export class ProjectDirectory {
  private workspace!: Workspace;

  /** The program is one of the examples, JavaScript of the test, or yet to be written in TypeScript. */
  constructor(private readonly source: { example: string } | { program: string } | "empty") {
    beforeAll(() => this.begin(), setupTimeout);
    afterAll(() => this.workspace?.close());
  }

  get quay(): LocalQuay {
    return this.workspace.quay;
  }

  /** The environment of the CLI, and of other programs run here; may be changed at any time. */
  get env(): Record<string, string> {
    return this.workspace.env;
  }

  get folder(): string {
    return this.workspace.dir;
  }

  /** `pulumi` with these arguments. */
  pulumi(...args: string[]): Promise<CliResult> {
    return pulumi(this.workspace, [...args, "--color", "never"]);
  }

  /** The same, which has to succeed. Returns what it printed. */
  async succeed(...args: string[]): Promise<string> {
    const { ok, text } = await this.pulumi(...args);
    if (!ok) throw new Error(`pulumi ${args.join(" ")}\n${text}`);
    return text;
  }

  /** The resources of Quay in the state, such as `Team ops`. */
  state(): Record<string, StoredResource> {
    return quayResources(stateFile(this.workspace));
  }

  /** The state file. */
  stateFile(): string {
    return stateFile(this.workspace);
  }

  /** A run of `pulumi` that can be interrupted, with all processes that it starts. */
  start(...args: string[]): ChildProcess {
    const { dir: cwd, env } = this.workspace;
    const options = { cwd, env: { ...process.env, ...env }, detached: true, stdio: "ignore" as const };
    return spawn("pulumi", [...args, "--non-interactive"], options);
  }

  /** Any other program, and its exit code. */
  run(file: string, ...args: string[]): Promise<CliResult & { code: number }> {
    const options = { cwd: this.workspace.dir, env: { ...process.env, ...this.env }, maxBuffer: 1 << 26 };
    return new Promise((resolve) => {
      execFile(file, args, options, (error, out, err) => {
        const code = error ? Number(error.code) : 0;
        resolve({ text: out + err, ok: !error, code });
      });
    });
  }

  read(file: string): Promise<string> {
    return readFile(join(this.workspace.dir, file), "utf8");
  }

  /** The paths of all files of the program, without those of its packages. */
  async files(): Promise<string[]> {
    const all = await readdir(this.workspace.dir, { recursive: true, withFileTypes: true });
    const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.map((file) => relative(this.workspace.dir, file)).filter((file) => !file.startsWith("node_modules"));
  }

  /** Returns the path of the file. */
  async write(file: string, text: string): Promise<string> {
    const path = join(this.workspace.dir, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  }

  private async begin(): Promise<void> {
    this.workspace = await createWorkspace();
    const { dir, env, quay } = this.workspace;
    Object.assign(env, { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
    if (this.source === "empty") {
      await writeFile(join(dir, "Pulumi.yaml"), JSON.stringify({ name: "infra", runtime: "nodejs", plugins }));
      await writeFile(join(dir, "package.json"), JSON.stringify({ name: "infra", private: true, main: "index.ts" }));
    } else if ("example" in this.source) {
      await cp(join(examples, this.source.example), dir, {
        recursive: true,
        filter: (file) => !/^(Pulumi\..+\.yaml|node_modules)$/.test(basename(file)),
      });
    } else {
      await writeFile(join(dir, "index.js"), this.source.program);
      const runtime = { name: "nodejs", options: { typescript: false } };
      await writeFile(join(dir, "Pulumi.yaml"), JSON.stringify({ name: "story", runtime, plugins }));
    }
    await this.succeed("stack", "init", stackName);
  }
}
