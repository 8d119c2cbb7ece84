import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { type Engine, temporaryWorkspace } from "../tools/engine";
import { type Seen, Watch } from "./process-usage";
import type { QuayProcess } from "./quay-process";
import type { Program } from "./reference-organization";

/** What an operation took. */
export interface Taken extends Seen {
  seconds: number;
}

interface Stored {
  type: string;
  inputs?: { __provider?: string };
}

const name = "bench";

/** A new stack on the real engine, which does not write its state after every step. */
export class Stage {
  private program: Program = () => undefined;

  private constructor(
    private readonly stack: Stack,
    private readonly env: Record<string, string>,
    readonly leave: () => Promise<void>,
  ) {}

  /** The provider is a module with other handlers, if not this package's own. */
  static async open(engine: Engine, quay: QuayProcess, provider?: string): Promise<Stage> {
    const { dir, env, remove } = await temporaryWorkspace(engine);
    const { url, token, caCertificate } = quay.at;
    Object.assign(env, { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" });
    Object.assign(env, { QUAY_URL: url, QUAY_TOKEN: token });
    const workspace = await LocalWorkspace.create({
      workDir: dir,
      envVars: env,
      pulumiCommand: await PulumiCommand.get({ root: engine.root, skipVersionCheck: true }),
      program: async () => stage.program(provider),
      projectSettings: { name, runtime: "nodejs", main: dir },
    });
    const stack = await Stack.create(name, workspace);
    const stage = new Stage(stack, env, remove);
    // Nobody here looks at these, and each would cost a process after every operation.
    stack.outputs = async () => ({});
    stack.history = async () => [];
    if (caCertificate) await stack.setConfig("quay:caCertificate", { value: caCertificate });
    return stage;
  }

  up(program: Program, refresh = false): Promise<Taken> {
    this.program = program;
    return this.take(() => this.stack.up({ ...quiet, refresh }));
  }

  preview(): Promise<Taken> {
    return this.take(() => this.stack.preview({ ...quiet, expectNoChanges: true }));
  }

  refresh(): Promise<Taken> {
    return this.take(() => this.stack.refresh({ ...quiet, expectNoChanges: true }));
  }

  destroy(): Promise<Taken> {
    return this.take(() => this.stack.destroy(quiet));
  }

  /** The same state with other handlers in it. */
  rename(text: (kind: string) => string, other: (kind: string) => string): void {
    const kinds = new Set(this.stored().map(({ type }) => type.slice(type.indexOf(":") + "dynamic/quay:".length + 1)));
    let state = readFileSync(this.file, "utf8");
    for (const kind of kinds) state = state.replaceAll(JSON.stringify(text(kind)), JSON.stringify(other(kind)));
    writeFileSync(this.file, state);
  }

  /** What the state holds of Quay. */
  stored(): Stored[] {
    const { resources = [] } = JSON.parse(readFileSync(this.file, "utf8")).checkpoint.latest as {
      resources?: Stored[];
    };
    return resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/quay:"));
  }

  /** Bytes of the state for each resource in it. */
  bytesPerResource(): number {
    return Math.round(readFileSync(this.file).length / this.stored().length);
  }

  private get file(): string {
    const stacks = join(fileURLToPath(this.env.PULUMI_BACKEND_URL ?? ""), ".pulumi", "stacks");
    return join(stacks, readdirSync(stacks)[0] ?? "", `${name}.json`);
  }

  private async take(operation: () => Promise<unknown>): Promise<Taken> {
    const watch = new Watch(`PULUMI_HOME=${this.env.PULUMI_HOME}`);
    const began = performance.now();
    try {
      await operation();
      return { seconds: (performance.now() - began) / 1000, ...watch.end() };
    } finally {
      watch.end();
    }
  }
}

const quiet = { suppressOutputs: true, suppressProgress: true, color: "never" as const };
