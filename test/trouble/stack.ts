import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LocalQuay } from "../../local-quay";
import {
  createWorkspace,
  quayResources,
  type StoredResource,
  stackName,
  stateFile,
  type Workspace,
} from "../engine/workspace";
import type { Declared } from "./plan";

/** Runs the resources declared in `plan.json`. */
const program = `
const quay = require("pulumi-quay");
const plan = require("./plan.json");
const made = {};
const valueOf = (value) => (value && value.of ? made[value.of][value.output] : value);
for (const { key, kind, name, args } of plan) {
  const given = Object.fromEntries(Object.entries(args).map(([property, value]) => [property, valueOf(value)]));
  made[key] = new quay[kind](name, given);
}
`;

/** A run of the CLI. */
export interface CliResult {
  ok: boolean;
  text: string;
}

/** A run of the CLI that is in progress. */
export interface Running {
  child: ChildProcess;
  ended: Promise<CliResult>;
}

/** A stack on the real engine whose program is data, and its Quay. */
export class Stack {
  /** Everything that the CLI and the provider have printed. */
  output = "";

  private constructor(private readonly workspace: Workspace) {}

  /** The token is in the configuration, encrypted. */
  static async create(config: Record<string, string | number> = {}): Promise<Stack> {
    const stack = new Stack(await createWorkspace());
    const { dir, env } = stack.workspace;
    env.QUAY_URL = stack.quay.url;
    await writeFile(join(dir, "index.js"), program);
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(join(dir, "Pulumi.yaml"), JSON.stringify({ name: "trouble", runtime }));
    await stack.succeed("stack", "init", stackName);
    await stack.succeed("config", "set", "--secret", "quay:token", stack.quay.token);
    const lines = Object.entries(config).map(([key, value]) => `  quay:${key}: ${value}\n`);
    await appendFile(join(dir, `Pulumi.${stackName}.yaml`), lines.join(""));
    return stack;
  }

  get quay(): LocalQuay {
    return this.workspace.quay;
  }

  declare(plan: Declared[]): Promise<void> {
    return writeFile(join(this.workspace.dir, "plan.json"), JSON.stringify(plan));
  }

  /** Sets environment variables of the CLI and the provider from now on. */
  environment(values: Record<string, string>): void {
    Object.assign(this.workspace.env, values);
  }

  /** Starts a run of the CLI. */
  start(...args: string[]): Running {
    const { engine, dir, env } = this.workspace;
    const child = spawn(join(engine.bin, "pulumi"), [...args, "--non-interactive", "--color", "never"], {
      cwd: dir,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const channel of [child.stdout, child.stderr])
      channel.on("data", (printed) => {
        text += printed;
        // Secrets printed on request are no leak.
        if (!args.includes("--show-secrets")) this.output += printed;
      });
    const ended = new Promise<CliResult>((resolve) => child.on("close", (code) => resolve({ ok: code === 0, text })));
    return { child, ended };
  }

  run(...args: string[]): Promise<CliResult> {
    return this.start(...args).ended;
  }

  /** The same, which has to succeed. Returns what it printed. */
  async succeed(...args: string[]): Promise<string> {
    const { ok, text } = await this.run(...args);
    if (!ok) throw new Error(`pulumi ${args.join(" ")}\n${text}`);
    return text;
  }

  /**
   * What a user does whose engine was killed while it wrote. Pulumi's file backend writes the attributes beside a state in place:
   * if they were left empty, the CLI fails with `failed to load checkpoint: EOF`, until they are removed.
   */
  async repairState(): Promise<void> {
    const state = fileURLToPath(this.workspace.env.PULUMI_BACKEND_URL ?? "");
    const files = readdirSync(state, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".attrs"));
    for (const file of files) if (statSync(join(state, file)).size === 0) await rm(join(state, file));
  }

  /** The resources of Quay in the state, such as `Team ops`. */
  state(): Record<string, StoredResource> {
    return quayResources(stateFile(this.workspace));
  }

  /** The tokens of robots in the state, by the robots' names. */
  async knownTokens(): Promise<Record<string, string>> {
    const { deployment } = JSON.parse(await this.succeed("stack", "export", "--show-secrets")) as {
      deployment: { resources?: { type: string; id: string; outputs: { token?: { plaintext: string } } }[] };
    };
    const robots = (deployment.resources ?? []).filter(({ type }) => type.endsWith("quay:Robot"));
    return Object.fromEntries(robots.map(({ id, outputs }) => [id, JSON.parse(outputs.token?.plaintext ?? "null")]));
  }

  /** All files that the CLI wrote: program, configuration, states with their history, and its own home. */
  writtenFiles(): string {
    const all = join(this.workspace.dir, "..");
    const files = readdirSync(all, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const ours = files.filter(({ parentPath }) => !parentPath.includes("node_modules"));
    return ours.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("\n");
  }

  /** After this many more requests have reached Quay. */
  after(requests: number): Promise<void> {
    let left = requests;
    return new Promise((resolve) => {
      const when = () => {
        if (--left === 0) resolve();
        return false;
      };
      this.quay.fail("*", 500, { when });
    });
  }

  close(): Promise<void> {
    return this.workspace.close();
  }
}

/** Which of these secrets can be read there, plainly or as part of a login. Returns their owners, not their values. */
export function leakedTokens(tokens: Record<string, string>, text: string): string[] {
  const forms = ([name, token]: [string, string]) => [token, Buffer.from(`${name}:${token}`).toString("base64")];
  return Object.entries(tokens)
    .filter((secret) => forms(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}
