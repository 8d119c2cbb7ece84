import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LocalQuay } from "../../local-quay";
import { type Place, place, quayResources, type Stored, stackName, stateFile } from "../engine/workspace";
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
export interface Ran {
  ok: boolean;
  text: string;
}

/** A run of the CLI that is in progress. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ran>;
}

/** A stack on the real engine whose program is data, and its Quay. */
export class Stack {
  /** Everything that the CLI and the provider have printed. */
  heard = "";

  private constructor(private readonly place: Place) {}

  /** The token is in the configuration, encrypted. */
  static async begin(config: Record<string, string | number> = {}): Promise<Stack> {
    const stack = new Stack(await place());
    const { dir, env } = stack.place;
    env.QUAY_URL = stack.quay.url;
    await writeFile(join(dir, "index.js"), program);
    const runtime = { name: "nodejs", options: { typescript: false } };
    await writeFile(join(dir, "Pulumi.yaml"), JSON.stringify({ name: "trouble", runtime }));
    await stack.done("stack", "init", stackName);
    await stack.done("config", "set", "--secret", "quay:token", stack.quay.token);
    const lines = Object.entries(config).map(([key, value]) => `  quay:${key}: ${value}\n`);
    await appendFile(join(dir, `Pulumi.${stackName}.yaml`), lines.join(""));
    return stack;
  }

  get quay(): LocalQuay {
    return this.place.quay;
  }

  declare(plan: Declared[]): Promise<void> {
    return writeFile(join(this.place.dir, "plan.json"), JSON.stringify(plan));
  }

  /** Sets environment variables of the CLI and the provider from now on. */
  environment(values: Record<string, string>): void {
    Object.assign(this.place.env, values);
  }

  /** Starts a run of the CLI. */
  start(...words: string[]): Running {
    const { engine, dir, env } = this.place;
    const child = spawn(join(engine.bin, "pulumi"), [...words, "--non-interactive", "--color", "never"], {
      cwd: dir,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const channel of [child.stdout, child.stderr])
      channel.on("data", (printed) => {
        text += printed;
        // Secrets printed on request are no leak.
        if (!words.includes("--show-secrets")) this.heard += printed;
      });
    const ended = new Promise<Ran>((resolve) => child.on("close", (code) => resolve({ ok: code === 0, text })));
    return { child, ended };
  }

  run(...words: string[]): Promise<Ran> {
    return this.start(...words).ended;
  }

  /** The same, which has to succeed. Returns what it printed. */
  async done(...words: string[]): Promise<string> {
    const { ok, text } = await this.run(...words);
    if (!ok) throw new Error(`pulumi ${words.join(" ")}\n${text}`);
    return text;
  }

  /**
   * What a user does whose engine was killed while it wrote. Pulumi's file backend writes the attributes beside a state in place:
   * if they were left empty, the CLI fails with `failed to load checkpoint: EOF`, until they are removed.
   */
  async mend(): Promise<void> {
    const state = fileURLToPath(this.place.env.PULUMI_BACKEND_URL ?? "");
    const files = readdirSync(state, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".attrs"));
    for (const file of files) if (statSync(join(state, file)).size === 0) await rm(join(state, file));
  }

  /** The resources of Quay in the state, such as `Team ops`. */
  state(): Record<string, Stored> {
    return quayResources(stateFile(this.place));
  }

  /** The tokens of robots in the state, by the robots' names. */
  async knownTokens(): Promise<Record<string, string>> {
    const { deployment } = JSON.parse(await this.done("stack", "export", "--show-secrets")) as {
      deployment: { resources?: { type: string; id: string; outputs: { token?: { plaintext: string } } }[] };
    };
    const robots = (deployment.resources ?? []).filter(({ type }) => type.endsWith("quay:Robot"));
    return Object.fromEntries(robots.map(({ id, outputs }) => [id, JSON.parse(outputs.token?.plaintext ?? "null")]));
  }

  /** All files that the CLI wrote: program, configuration, states with their history, and its own home. */
  written(): string {
    const all = join(this.place.dir, "..");
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

  leave(): Promise<void> {
    return this.place.leave();
  }
}

/** Which of these secrets can be read there, plainly or as part of a login. Returns their owners, not their values. */
export function leaked(tokens: Record<string, string>, text: string): string[] {
  const forms = ([name, token]: [string, string]) => [token, Buffer.from(`${name}:${token}`).toString("base64")];
  return Object.entries(tokens)
    .filter((secret) => forms(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
}
