import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type LocalQuay, startQuay } from "../local-quay";
import { Connections } from "../provider/serve/connections";
import { dynamic } from "../provider/serve/dynamic";
import { SharedJournal } from "../provider/serve/journal";
import { callQuay } from "./call-quay";

type Properties = Record<string, unknown>;

/** A resource in the engine's state. */
export interface State {
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Names of the outputs that the state holds encrypted. */
  secrets?: string[];
  /** The hidden output: which entry of the state it is, and of which Quay. */
  origin?: Properties;
}

/** Delays so short that retries cost no time. */
export const fastRetries = { tries: 3, pause: 1, maxWait: 30_000 };

/** A provider process. Those of one engine operation share a journal. */
export class Process {
  readonly notices: string[] = [];
  readonly connections: Connections;

  constructor(readonly engine = `127.0.0.1:${engines++}`) {
    const journal = new SharedJournal(`${process.pid} ${engine}`);
    this.connections = new Connections(fastRetries, (line) => this.notices.push(line), journal);
  }

  async close(): Promise<void> {
    this.connections.journal.close();
    await this.connections.close();
  }
}

let engines = 1;

/** One engine operation on one kind: the same calls in the same order as Pulumi, with a provider process of its own. */
export class Run {
  private readonly handlers: ReturnType<typeof dynamic>;

  constructor(
    readonly kind: string,
    quay: Pick<LocalQuay, "url" | "token">,
    config: Record<string, string> = {},
    private readonly process = new Process(),
  ) {
    const values: Record<string, string> = { "quay:url": quay.url, "quay:token": quay.token, ...config };
    this.handlers = dynamic(kind, this.process.connections);
    void this.handlers.configure({ config: { get: (key: string) => values[key] } } as never);
  }

  get notices(): string[] {
    return this.process.notices;
  }

  async check(
    program: Properties,
    old: Properties = {},
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
    const checked = await this.handlers.check(old, throughWireFormat({ __logicalName: "logical", ...program }));
    return { inputs: withPlainSecrets(checked.inputs).outputs, failures: checked.failures.map(splitReason) };
  }

  /** `pulumi up` of a new resource. */
  async create(program: Properties): Promise<State> {
    const inputs = await this.checked(program);
    const { id, outs } = await this.handlers.create(inputs);
    return { id, inputs, ...withPlainSecrets(throughWireFormat(outs)) };
  }

  async diff(state: State, program: Properties) {
    const inputs = await this.checked(program, state.inputs);
    return this.handlers.diff(state.id, stored(state), inputs);
  }

  /** The diff of a refresh without a program. */
  async compare(state: State) {
    return this.handlers.diff(state.id, stored(state), state.inputs);
  }

  /** `pulumi up` of a resource in the state. Replaces nothing: tests check the replacement themselves. */
  async update(state: State, program: Properties): Promise<State> {
    const inputs = await this.checked(program, state.inputs);
    const { outs } = await this.handlers.update(state.id, stored(state), inputs);
    return { id: state.id, inputs, ...withPlainSecrets(throughWireFormat(outs)) };
  }

  /** `pulumi refresh`; undefined when it would be dropped from the state. */
  refresh(state: State): Promise<State | undefined> {
    return this.read(state.id, stored(state));
  }

  /** A resource that is only read, as by `.get`, or described for an import. */
  async get(id: string): Promise<State> {
    return (await this.read(id, { __get: true })) as State;
  }

  private async read(id: string, props: Properties): Promise<State | undefined> {
    const answer = (await this.handlers.read(id, props)) as { id?: string; props?: Properties; inputs?: Properties };
    if (!answer.id) return undefined;
    return {
      id: answer.id,
      inputs: withPlainSecrets(throughWireFormat(answer.inputs ?? {})).outputs,
      ...withPlainSecrets(throughWireFormat(answer.props ?? {})),
    };
  }

  async delete(state: State): Promise<void> {
    await this.handlers.delete(state.id, stored(state));
  }

  private async checked(program: Properties, old: Properties = {}): Promise<Properties> {
    const { inputs, failures } = await this.check(program, old);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return throughWireFormat(inputs);
  }
}

/** A local Quay for the tests of a file, reset before each of them, and runs against it that are closed after each. */
export function harness() {
  let quay: LocalQuay;
  const processes: Process[] = [];
  const tracked = (process: Process) => {
    processes.push(process);
    return process;
  };
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => quay.reset());
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.close()));
  });
  afterAll(() => quay.close());
  return {
    get quay() {
      return quay;
    },
    /** A new provider process, as each engine operation has one. */
    run(kind: string, config?: Record<string, string>): Run {
      return new Run(kind, quay, config, tracked(new Process()));
    },
    /** One engine operation on many kinds; `beside` is another process of the same operation, as explicit providers have. */
    operation() {
      const first = tracked(new Process());
      const beside = tracked(new Process(first.engine));
      return {
        run: (kind: string, config?: Record<string, string>) => new Run(kind, quay, config, first),
        beside: (kind: string, config?: Record<string, string>) => new Run(kind, quay, config, beside),
      };
    },
    /** The same for several kinds in one provider process. */
    process(config?: Record<string, string>): (kind: string) => Run {
      const { run } = this.operation();
      return (kind) => run(kind, config);
    },
    /** A change outside Pulumi: one call to Quay that must succeed. */
    callQuay: (call: string, body?: unknown) => callQuay(quay, call, body),
    /** The routes requested from Quay since the last call of this. */
    requested(): string[] {
      return quay.requests.splice(0).map(({ route }) => route);
    },
  };
}

export type Harness = ReturnType<typeof harness>;

/** Pulumi's wire format has no undefined, no Date and no class. */
function throughWireFormat(values: Properties): Properties {
  return Struct.fromJavaScript(values as never).toJavaScript() as Properties;
}

/** All outputs, as the state holds them. */
const stored = ({ outputs, origin }: State): Properties => ({ ...outputs, ...(origin && { __origin: origin }) });

/** The engine stores secrets separately, and passes their plain values to handlers. */
function withPlainSecrets({ __origin, ...outputs }: Properties): Pick<State, "outputs" | "secrets" | "origin"> {
  const isSecret = (value: unknown): value is { value: unknown } =>
    (value as Properties | null)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  const entries = Object.entries(outputs);
  return {
    outputs: Object.fromEntries(entries.map(([name, value]) => [name, isSecret(value) ? value.value : value])),
    secrets: entries.filter(([, value]) => isSecret(value)).map(([name]) => name),
    ...(__origin !== undefined && { origin: __origin as Properties }),
  };
}

/** No property is reported to the engine, which would print its value: the message begins with the property's name. */
function splitReason({ property, reason }: { property: string; reason: string }) {
  expect(property).toBe("");
  const [, name, sentence] = /^(\w{1,100}): (.*)$/s.exec(reason) ?? [];
  return name && sentence ? { property: name, reason: sentence } : { property, reason };
}
