import { join } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type ProjectSettings,
  PulumiCommand,
  Stack,
} from "@pulumi/pulumi/automation";
import type { LocalQuay } from "../../local-quay";
import { callQuay } from "../call-quay";
import "./connections";
import {
  type CliResult,
  createWorkspace,
  isOurs,
  nameOf,
  plugins,
  pulumi,
  quayResources,
  type StoredResource,
  setupTimeout,
  stackName,
  stateFile,
  type Workspace,
} from "./workspace";

type Program = () => unknown;

/** The result of an operation. */
export interface OperationResult {
  /** Everything that the CLI printed. */
  text: string;
  /** The steps, done or planned, except for unchanged resources, such as `update Team ops`. */
  steps: string[];
  /** For each resource that is to change, its present and new values, property by property. */
  changes: Record<string, Record<string, { from: unknown; to: unknown }>>;
  /** What the provider said of each resource, and under an empty name what it said of none. */
  notices: Record<string, string[]>;
}

export interface Options {
  /** Refresh first. */
  refresh?: boolean;
  /** Run the program, and use the present configuration, where Pulumi would otherwise use the state alone. */
  runProgram?: boolean;
  expectNoChanges?: boolean;
  /** Continue after a failure. */
  continueOnError?: boolean;
  /** Skip protected resources. */
  excludeProtected?: boolean;
  /** Replace these, whether or not anything changed. */
  replace?: string[];
}

/**
 * One stack on the real engine, for the tests of one `describe`, which run in their order. Its programs run in
 * the process of the test by Pulumi's Automation API, and it has a Quay of its own.
 */
export class Story {
  private place!: Workspace;
  private stack!: Stack;
  private program: Program = () => {};
  /** Everything that the CLI has printed. */
  output = "";
  /** All events of the engine. */
  readonly events: EngineEvent[] = [];

  /** URL and token are set in the environment, or by `pulumi config set`. */
  constructor(private readonly settings: "environment" | "configuration" = "environment") {
    beforeAll(() => this.begin(), setupTimeout);
    afterAll(() => this.place?.close());
  }

  get quay(): LocalQuay {
    return this.place.quay;
  }

  /** `pulumi up --skip-preview`; of the previous program, if no other is given. */
  up(program?: Program, options?: Options): Promise<OperationResult> {
    this.program = program ?? this.program;
    return this.operate((listeners) => this.stack.up({ ...listeners, ...options }));
  }

  /** `pulumi preview --diff`. */
  preview(program?: Program, options?: Options): Promise<OperationResult> {
    this.program = program ?? this.program;
    return this.operate((listeners) => this.stack.preview({ ...listeners, ...options }));
  }

  refresh(options?: Options): Promise<OperationResult> {
    return this.operate((listeners) => this.stack.refresh({ ...listeners, ...options }));
  }

  destroy(options?: Options): Promise<OperationResult> {
    return this.operate((listeners) => this.stack.destroy({ ...listeners, ...options }));
  }

  /** Any other command of the CLI. */
  pulumi(...args: string[]): Promise<CliResult> {
    return pulumi(this.place, [...args, "--stack", stackName]);
  }

  /** Sets environment variables of the CLI and the provider from now on. */
  environment(values: Record<string, string>): void {
    for (const env of [this.place.env, this.stack.workspace.envVars]) Object.assign(env, values);
  }

  /** The resources of Quay in the state, such as `Team ops`. */
  state(): Record<string, StoredResource> {
    return quayResources(this.stateFile());
  }

  /** The URN of a resource of Quay, such as `Team ops`. */
  urn(name: string): string {
    return (this.state()[name] as unknown as { urn: string }).urn;
  }

  /** The state file. */
  stateFile(): string {
    return stateFile(this.place);
  }

  /** A file beside the program. */
  file(name: string): string {
    return join(this.place.dir, name);
  }

  /** The routes requested from Quay since the last call of this. */
  requested(): string[] {
    return this.quay.requests.splice(0).map(({ route }) => route);
  }

  /** The writes among them, since the last call of this or of `requested`. */
  writes(): string[] {
    const done = this.quay.requests.splice(0).filter(({ method, status = 0 }) => method !== "GET" && status < 300);
    return done.map(({ method, path }) => `${method} ${path.replace("/api/v1/", "")}`);
  }

  /** A change outside Pulumi: one call to Quay's API, which must succeed. */
  callQuay(call: string, body?: object): Promise<unknown> {
    return callQuay(this.quay, call, body);
  }

  private async begin(): Promise<void> {
    this.place = await createWorkspace();
    const { dir, env, engine, quay } = this.place;
    if (this.settings === "environment") Object.assign(env, { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
    const workspace = await LocalWorkspace.create({
      workDir: dir,
      envVars: env,
      pulumiCommand: await command(engine.root),
      program: async () => void (await this.program()),
      projectSettings: { name: "story", runtime: "nodejs", main: dir, plugins } as ProjectSettings,
    });
    this.stack = await Stack.create(stackName, workspace);
    // No test reads these, and each would cost processes after every operation.
    this.stack.outputs = async () => ({});
    this.stack.history = async () => [];
    if (this.settings === "environment") return;
    await this.stack.setAllConfig({
      "quay:url": { value: quay.url },
      "quay:token": { value: quay.token, secret: true },
    });
  }

  private async operate(operation: (listeners: object) => Promise<unknown>): Promise<OperationResult> {
    const result: OperationResult = { text: "", steps: [], changes: {}, notices: {} };
    const onOutput = (text: string) => {
      result.text += text;
      this.output += text;
    };
    const onEvent = (event: EngineEvent) => {
      this.events.push(event);
      note(result, event);
    };
    try {
      await operation({ onOutput, onError: onOutput, onEvent, color: "never", diff: true });
      return result;
    } catch (cause) {
      throw result.text ? new Failed(result) : cause;
    }
  }
}

let known: Promise<PulumiCommand> | undefined;

function command(root: string): Promise<PulumiCommand> {
  known ??= PulumiCommand.get({ root, skipVersionCheck: true });
  return known;
}

/** An operation that failed. */
class Failed extends Error {
  constructor(readonly result: OperationResult) {
    super(result.text);
  }
}

/** An operation that has to fail: its output and its steps. */
export async function expectFailure(operation: Promise<OperationResult>): Promise<OperationResult> {
  const ended = await operation.catch((error) => error);
  if (ended instanceof Failed) return ended.result;
  if (ended instanceof Error) throw ended;
  throw new Error(`This was to fail, and did not:\n${ended.text}`);
}

function note(result: OperationResult, { resourcePreEvent, diagnosticEvent }: EngineEvent): void {
  if (diagnosticEvent?.severity === "info") {
    const { urn, message } = diagnosticEvent;
    const type = urn?.split("::")[2]?.split("$").at(-1);
    const about = urn && type ? nameOf({ type, urn }) : "";
    result.notices[about] = [...(result.notices[about] ?? []), message.trim()];
  }
  if (!resourcePreEvent) return;
  const { metadata } = resourcePreEvent;
  const { op, old, new: wanted, detailedDiff } = metadata;
  if (!isOurs(metadata) || op === "same" || op === "refresh") return;
  result.steps.push(`${op} ${nameOf(metadata)}`);
  if (!detailedDiff) return;
  result.changes[nameOf(metadata)] = Object.fromEntries(
    Object.keys(detailedDiff)
      .map((path) => path.split(/[.[]/)[0] as string)
      .map((name) => [name, { from: old?.inputs[name], to: wanted?.inputs[name] }]),
  );
}
