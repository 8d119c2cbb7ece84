import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  type EngineEvent,
  LocalWorkspace,
  type ProjectSettings,
  PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation";
import { nativeTypeOf, typeOf } from "../provider/serve/stored";
import { type Engine, temporaryWorkspace } from "../tools/engine";
import { packageRoot } from "../tools/engine/package-root";
import { ProcessMonitor, type ProcessUsage } from "./process-usage";
import type { QuayProcess } from "./quay-process";
import type { Program } from "./reference-organization";

/** The time and processes of an operation. */
export interface OperationCost extends ProcessUsage {
  seconds: number;
}

interface Stored {
  type: string;
  inputs?: { __provider?: string };
  stackTrace?: unknown;
  sourcePosition?: unknown;
}

const name = "bench";

/** Where the engine finds the plugin, which it starts only for programs of pulumi-quay/native. */
const plugins = { providers: [{ name: "quay", path: join(packageRoot(), "plugin") }] };

/** A temporary stack on the real engine, without checkpoints after every step. */
export class BenchStack {
  private program: Program = () => undefined;

  private constructor(
    private readonly stack: Stack,
    private readonly env: Record<string, string>,
    readonly remove: () => Promise<void>,
  ) {}

  /** `provider` is a module with other handlers; undefined for those of this package. */
  static async open(engine: Engine, quay: QuayProcess, provider?: string): Promise<BenchStack> {
    const { dir, env, remove } = await temporaryWorkspace(engine);
    const { url, token, caCertificate } = quay.at;
    Object.assign(env, { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" });
    Object.assign(env, { QUAY_URL: url, QUAY_TOKEN: token });
    const workspace = await LocalWorkspace.create({
      workDir: dir,
      envVars: env,
      pulumiCommand: await PulumiCommand.get({ root: engine.root, skipVersionCheck: true }),
      program: async () => benchStack.program(provider),
      projectSettings: { name, runtime: "nodejs", main: dir, plugins } as ProjectSettings,
    });
    const stack = await Stack.create(name, workspace);
    const benchStack = new BenchStack(stack, env, remove);
    // The benchmark does not use these, and each would start a process after every operation.
    stack.outputs = async () => ({});
    stack.history = async () => [];
    if (caCertificate) await stack.setConfig("quay:caCertificate", { value: caCertificate });
    return benchStack;
  }

  up(program: Program, refresh = false): Promise<OperationCost> {
    this.program = program;
    return this.measure(() => this.stack.up({ ...quiet, refresh }));
  }

  preview(): Promise<OperationCost> {
    return this.measure(() => this.stack.preview({ ...quiet, expectNoChanges: true }));
  }

  refresh(): Promise<OperationCost> {
    return this.measure(() => this.stack.refresh({ ...quiet, expectNoChanges: true }));
  }

  /** A refresh that keeps nothing of what it finds; returns what the provider said. */
  async findDrift(): Promise<string[]> {
    const lines: string[] = [];
    const onEvent = ({ diagnosticEvent }: EngineEvent) => {
      if (diagnosticEvent) lines.push(diagnosticEvent.message.trim());
    };
    await this.stack.previewRefresh({ ...quiet, onEvent });
    return lines;
  }

  async configure(key: string, value: string): Promise<void> {
    await this.stack.setConfig(key, { value });
  }

  destroy(): Promise<OperationCost> {
    return this.measure(() => this.stack.destroy(quiet));
  }

  /** Runs a program in the folder and the environment of the stack. Throws what it printed when it fails. */
  async run(file: string, ...args: string[]): Promise<void> {
    const env = { ...process.env, ...this.env };
    const options = { cwd: this.stack.workspace.workDir, env, maxBuffer: 1 << 28 };
    await promisify(execFile)(file, args, options);
  }

  /** Replaces the stored provider in the state. */
  replaceProvider(text: (kind: string) => string, other: (kind: string) => string): void {
    const kinds = new Set(this.stored().map(kindOf));
    let state = readFileSync(this.file, "utf8");
    for (const kind of kinds) state = state.replaceAll(JSON.stringify(text(kind)), JSON.stringify(other(kind)));
    writeFileSync(this.file, state);
  }

  /** The resources of this package in the state. */
  stored(): Stored[] {
    const { resources = [] } = JSON.parse(readFileSync(this.file, "utf8")).checkpoint.latest as {
      resources?: Stored[];
    };
    return resources.filter(({ type }) => [typeOf(""), nativeTypeOf("")].some((prefix) => type.startsWith(prefix)));
  }

  /** Size of the state in bytes, divided by the number of resources. */
  bytesPerResource(): number {
    return Math.round(readFileSync(this.file).length / this.stored().length);
  }

  /**
   * Average bytes of a resource in the state, by kind. Not counted is where the program declares it, which Pulumi's SDK stores in
   * the same way for every provider.
   */
  bytesPerKind(): Record<string, number> {
    const all = this.stored().map(({ stackTrace, sourcePosition, ...rest }) => rest);
    const average = (kind: string) => {
      const sizes = all.filter((one) => kindOf(one) === kind).map((one) => Buffer.byteLength(JSON.stringify(one)));
      return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
    };
    return Object.fromEntries([...new Set(all.map(kindOf))].sort().map((kind) => [kind, average(kind)]));
  }

  private get file(): string {
    const stacks = join(fileURLToPath(this.env.PULUMI_BACKEND_URL ?? ""), ".pulumi", "stacks");
    return join(stacks, readdirSync(stacks)[0] ?? "", `${name}.json`);
  }

  private async measure(operation: () => Promise<unknown>): Promise<OperationCost> {
    const usage = new ProcessMonitor(`PULUMI_HOME=${this.env.PULUMI_HOME}`);
    const began = performance.now();
    try {
      await operation();
      return { seconds: (performance.now() - began) / 1000, ...usage.end() };
    } finally {
      usage.end();
    }
  }
}

const kindOf = ({ type }: Stored) => type.slice(type.lastIndexOf(":") + 1);

const quiet = { suppressOutputs: true, suppressProgress: true, color: "never" as const };
