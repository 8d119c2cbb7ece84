import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Connections } from "../provider/serve/connections";
import { dynamic } from "../provider/serve/dynamic";
import { type LocalQuay, startQuay } from "./quay";

type Properties = Record<string, unknown>;

/** What the engine remembers of a resource. */
export interface State {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Names of the outputs that the state holds encrypted. */
  secrets?: string[];
}

/** Waits so short that trouble costs no time. */
export const impatient = { tries: 3, pause: 1, refused: 3000 };

/** A provider process: what is known in it, all kinds share. */
class Process {
  readonly notices: string[] = [];
  readonly connections = new Connections(impatient, (line) => this.notices.push(line));
}

/** One engine operation on one kind: the same calls in the same order as Pulumi, with a provider process of its own. */
export class Run {
  readonly notices: string[];
  private readonly connections: Connections;
  private readonly handlers: ReturnType<typeof dynamic>;

  constructor(
    readonly kind: string,
    quay: Pick<LocalQuay, "url" | "token">,
    config: Record<string, string> = {},
    { notices, connections } = new Process(),
  ) {
    const values: Record<string, string> = { "quay:url": quay.url, "quay:token": quay.token, ...config };
    this.notices = notices;
    this.connections = connections;
    this.handlers = dynamic(kind, connections);
    this.handlers.configure({ config: { get: (key: string) => values[key] } } as never);
  }

  async check(
    program: Properties,
    old: Properties = {},
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
    return this.handlers.check(old, onTheWire({ __logicalName: "logical", ...program }));
  }

  /** `pulumi up` of a new resource. */
  async create(program: Properties): Promise<State> {
    const inputs = await this.checked(program);
    const { id, outs } = await this.handlers.create(inputs);
    return { id, inputs, ...opened(onTheWire(outs)) };
  }

  async diff(state: State, program: Properties) {
    const inputs = await this.checked(program, state.inputs);
    return this.handlers.diff(state.id, state.outputs, inputs);
  }

  /** `pulumi up` of a resource in the state. Replaces nothing: that is for the tests to see. */
  async update(state: State, program: Properties): Promise<State> {
    const inputs = await this.checked(program, state.inputs);
    const { outs } = await this.handlers.update(state.id, state.outputs, inputs);
    return { id: state.id, inputs, ...opened(onTheWire(outs)) };
  }

  /** `pulumi refresh`; undefined when it would be dropped from the state. */
  async refresh(state: State): Promise<State | undefined> {
    const answer = (await this.handlers.read(state.id, state.outputs)) as {
      id?: string;
      props?: Properties;
      inputs?: Properties;
    };
    if (!answer.id) return undefined;
    return { id: answer.id, inputs: onTheWire(answer.inputs ?? {}), ...opened(onTheWire(answer.props ?? {})) };
  }

  async get(id: string) {
    return this.handlers.read(id, { __get: true });
  }

  async delete(state: State): Promise<void> {
    await this.handlers.delete(state.id, state.outputs);
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private async checked(program: Properties, old: Properties = {}): Promise<Properties> {
    const { inputs, failures } = await this.check(program, old);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return onTheWire(inputs);
  }
}

/** A local Quay for the tests of a file, new for each of them, and runs against it that are closed after each. */
export function lab() {
  let quay: LocalQuay;
  const runs: Run[] = [];
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => quay.reset());
  afterEach(async () => {
    await Promise.all(runs.splice(0).map((run) => run.close()));
  });
  afterAll(() => quay.close());
  return {
    get quay() {
      return quay;
    },
    /** A new provider process, as each engine operation has one. */
    run(kind: string, config?: Record<string, string>): Run {
      const run = new Run(kind, quay, config);
      runs.push(run);
      return run;
    },
    /** The same for several kinds in one provider process. */
    process(config?: Record<string, string>): (kind: string) => Run {
      const process = new Process();
      return (kind) => {
        const run = new Run(kind, quay, config, process);
        runs.push(run);
        return run;
      };
    },
    /** Somebody else at work: one call to Quay that must succeed. `/v1/…` as in Quay's documentation. */
    async elsewhere(call: string, body?: unknown): Promise<unknown> {
      const [method, path] = call.split(" ");
      const answer = await fetch(`${quay.url}/api${path}`, {
        method,
        headers: {
          authorization: `Bearer ${quay.token}`,
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${call}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : undefined;
    },
    /** What was asked of Quay since this was last called, as routes. */
    asked(): string[] {
      return quay.requests.splice(0).map(({ route }) => route);
    },
  };
}

export type Lab = ReturnType<typeof lab>;

/** Pulumi's wire has no undefined, no Date and no class. */
function onTheWire(values: Properties): Properties {
  return Struct.fromJavaScript(values as never).toJavaScript() as Properties;
}

/** The engine keeps secrets apart, and hands handlers their plain values. */
function opened(outputs: Properties): Pick<State, "outputs" | "secrets"> {
  const isSecret = (value: unknown): value is { value: unknown } =>
    (value as Properties | null)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  const entries = Object.entries(outputs);
  return {
    outputs: Object.fromEntries(entries.map(([name, value]) => [name, isSecret(value) ? value.value : value])),
    secrets: entries.filter(([, value]) => isSecret(value)).map(([name]) => name),
  };
}
