import { type LocalQuay, startQuay } from "../local-quay";
import { Connections } from "../provider/serve/connections";
import { SharedJournal } from "../provider/serve/journal";
import { callQuay } from "./call-quay";
import { dynamicFace } from "./faces/dynamic";
import type { Difference, Face, Properties, State } from "./faces/face";
import { type NativeFace, nativeFace, Plugin } from "./faces/native";

export type { State } from "./faces/face";

/** The two forms in which the engine knows the provider. */
export const faces = ["dynamic", "native"] as const;
export type FaceName = (typeof faces)[number];

/** Delays so short that retries cost no time. */
export const fastRetries = { tries: 3, pause: 1, maxWait: 30_000 };

/** A provider process. Those of one engine operation share a journal. */
export class Process {
  readonly notices: string[] = [];
  readonly connections: Connections;
  private readonly plugin: Plugin;

  constructor(
    readonly engine = `127.0.0.1:${engines++}`,
    private readonly name: FaceName = "dynamic",
  ) {
    const journal = new SharedJournal(`${process.pid} ${engine}`);
    this.connections = new Connections(fastRetries, (line) => this.notices.push(line), journal);
    this.plugin = new Plugin(this.connections);
  }

  /** One kind, as a provider with these settings. */
  face(kind: string, config: Record<string, string>): Face {
    return this.name === "native" ? nativeFace(kind, this.plugin, config) : dynamicFace(kind, this.connections, config);
  }

  async close(): Promise<void> {
    await this.plugin.close();
    this.connections.journal.close();
    await this.connections.close();
  }
}

let engines = 1;

/** One engine operation on one kind: the same calls in the same order as Pulumi, with a provider process of its own. */
export class Run {
  private readonly face: Face;

  constructor(
    readonly kind: string,
    quay: Pick<LocalQuay, "url" | "token">,
    config: Record<string, string> = {},
    private readonly process = new Process(),
  ) {
    this.face = this.process.face(kind, { "quay:url": quay.url, "quay:token": quay.token, ...config });
  }

  get notices(): string[] {
    return this.process.notices;
  }

  async check(program: Properties, old: Properties = {}) {
    const { inputs, failures } = await this.face.check(old, program);
    return { inputs, failures: failures.map(splitReason) };
  }

  /** `pulumi up` of a new resource. */
  async create(program: Properties): Promise<State> {
    return this.face.create(await this.checked(program));
  }

  async diff(state: State, program: Properties): Promise<Difference> {
    return this.face.diff(state, await this.checked(program, state.inputs));
  }

  /** The diff of a refresh without a program. */
  async compare(state: State): Promise<Difference> {
    return this.face.diff(state, state.inputs);
  }

  /** `pulumi up` of a resource in the state. Replaces nothing: tests check the replacement themselves. */
  async update(state: State, program: Properties): Promise<State> {
    return this.face.update(state, await this.checked(program, state.inputs));
  }

  /** `pulumi refresh`; undefined when it would be dropped from the state. */
  refresh(state: State): Promise<State | undefined> {
    return this.face.refresh(state);
  }

  /** A resource that is only read, as by `.get`, or described for an import. */
  get(id: string): Promise<State> {
    return this.face.get(id);
  }

  delete(state: State): Promise<void> {
    return this.face.delete(state);
  }

  /** What only the native provider is asked. */
  get native(): NativeFace {
    if (!("preview" in this.face)) throw new Error("This is the dynamic provider.");
    return this.face as NativeFace;
  }

  private async checked(program: Properties, old: Properties = {}): Promise<Properties> {
    const { inputs, failures } = await this.check(program, old);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return inputs;
  }
}

/** A local Quay for the tests of a file, reset before each of them, and runs against it that are closed after each. */
export function harness(face: FaceName = "dynamic", { uncounted }: { uncounted?: string } = {}) {
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
    face,
    get quay() {
      return quay;
    },
    /** A new provider process, as each engine operation has one. */
    run(kind: string, config?: Record<string, string>): Run {
      return new Run(kind, quay, config, tracked(new Process(undefined, face)));
    },
    /** One engine operation on many kinds; `beside` is another process of the same operation, as explicit providers have. */
    operation() {
      const first = tracked(new Process(undefined, face));
      const beside = tracked(new Process(first.engine, face));
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
    /** The routes requested from Quay since the last call of this, without the one that is not counted. */
    requested(): string[] {
      const routes = quay.requests.splice(0).map(({ route }) => route);
      return routes.filter((route) => route !== uncounted);
    },
  };
}

export type Harness = ReturnType<typeof harness>;

/** Where no property is reported to the engine, which would print its value, the message begins with the property's name. */
function splitReason({ property, reason }: { property: string; reason: string }) {
  const [, name, sentence] = /^(\w{1,100}): (.*)$/s.exec(reason) ?? [];
  return property === "" && name && sentence ? { property: name, reason: sentence } : { property, reason };
}
