import { isDeepStrictEqual } from "node:util";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { LocalQuay } from "../../local-quay";
import type { RetryPolicy } from "../../provider/quay/client/retry";
import { Connections } from "../../provider/serve/connections";
import { dynamic } from "../../provider/serve/dynamic";
import { type Declared, dependencies, isReference } from "./plan";

/** The same number of retries as with a real Quay, with shorter delays. */
const fastRetries = { tries: 5, pause: 1, maxWait: 60_000 };

type Properties = Record<string, unknown>;

/** A resource in the state. */
export interface StoredResource {
  kind: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** Why its create was only partial: the next up completes it. */
  initErrors?: string[];
}

export type State = Map<string, StoredResource>;

/** What a handler throws for a partial failure. */
interface Failure extends Error {
  id?: string;
  properties?: Properties;
  reasons?: string[];
}

/**
 * One provider process, with all kinds, and the engine's calls to it, at a fraction of the engine's own time. The errors
 * that the engine would print are in `errors`.
 */
export class Process {
  readonly errors: Error[] = [];
  readonly notices: string[] = [];
  private readonly connections: Connections;
  private readonly handlers = new Map<string, ReturnType<typeof dynamic>>();
  private readonly values: Record<string, string>;

  constructor(
    { url, token }: Pick<LocalQuay, "url" | "token">,
    config: Record<string, string> = {},
    retryPolicy: RetryPolicy = fastRetries,
  ) {
    this.connections = new Connections(retryPolicy, (line) => this.notices.push(line));
    this.values = { "quay:url": url, "quay:token": token, ...config };
  }

  /** Creates and updates the resources of the program, with `--continue-on-error`. */
  async up(program: Declared[], state: State): Promise<void> {
    const done = new Map<string, Promise<boolean>>();
    for (const declared of program) {
      const before = dependencies(declared).map((key) => done.get(key));
      done.set(
        declared.key,
        Promise.all(before).then((all) => all.every(Boolean) && this.apply(declared, state)),
      );
    }
    await Promise.all(done.values());
  }

  /** Reads all resources. What is missing in Quay is dropped. */
  async refresh(state: State): Promise<void> {
    await Promise.all([...state].map(([key, stored]) => this.succeeds(() => this.read(key, stored, state))));
  }

  /** Deletes all resources, dependents first. */
  async destroy(program: Declared[], state: State): Promise<void> {
    const done = new Map<string, Promise<boolean>>();
    for (const { key } of [...program].reverse()) {
      const after = program.filter((other) => dependencies(other).includes(key)).map((other) => done.get(other.key));
      done.set(
        key,
        Promise.all(after).then((all) => all.every(Boolean) && this.remove(key, state)),
      );
    }
    await Promise.all(done.values());
  }

  handler(kind: string): ReturnType<typeof dynamic> {
    const known = this.handlers.get(kind);
    if (known) return known;
    const handlers = dynamic(kind, this.connections);
    void handlers.configure({ config: { get: (key: string) => this.values[key] } } as never);
    this.handlers.set(kind, handlers);
    return handlers;
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  private async apply({ key, kind, name, args }: Declared, state: State): Promise<boolean> {
    const handlers = this.handler(kind);
    const old = state.get(key);
    const given = Object.fromEntries(
      Object.entries(args).map(([property, value]) => [
        property,
        isReference(value) ? state.get(value.of)?.outputs[value.output] : value,
      ]),
    );
    return this.succeeds(async () => {
      const checked = await handlers.check(old?.inputs ?? {}, throughWireFormat({ __logicalName: name, ...given }));
      const { failures } = checked;
      if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join(" "));
      const inputs = withPlainSecrets(throughWireFormat(checked.inputs));
      if (!old) return this.store(key, kind, inputs, state, () => handlers.create(inputs));
      if (!old.initErrors) {
        const { changes, replaces = [] } = await handlers.diff(old.id, old.outputs, inputs);
        if (replaces.length > 0) throw new Error(`${key} would be replaced for its ${replaces.join(", ")}.`);
        if (changes === false || isDeepStrictEqual(old.inputs, inputs)) return void state.set(key, { ...old, inputs });
      }
      await this.store(key, kind, inputs, state, async () => {
        const { outs } = await handlers.update(old.id, old.outputs, inputs);
        return { id: old.id, outs };
      });
    });
  }

  /** The result of a write in the state, as the handlers report it. */
  private async store(
    key: string,
    kind: string,
    inputs: Properties,
    state: State,
    write: () => Promise<{ id: string; outs: Properties }>,
  ): Promise<void> {
    try {
      const { id, outs } = await write();
      state.set(key, { kind, id, inputs, outputs: withPlainSecrets(throughWireFormat(outs)) });
    } catch (error) {
      const { id, properties, reasons } = error as Failure;
      if (properties && id)
        state.set(key, {
          kind,
          id,
          inputs,
          outputs: withPlainSecrets(throughWireFormat(properties)),
          initErrors: reasons,
        });
      throw error;
    }
  }

  private async read(key: string, stored: StoredResource, state: State): Promise<void> {
    const answer = (await this.handler(stored.kind).read(stored.id, stored.outputs)) as {
      id?: string;
      props?: Properties;
      inputs?: Properties;
    };
    if (!answer.id) return void state.delete(key);
    const inputs = withPlainSecrets(throughWireFormat(answer.inputs ?? {}));
    state.set(key, {
      kind: stored.kind,
      id: answer.id,
      inputs,
      outputs: withPlainSecrets(throughWireFormat(answer.props ?? {})),
    });
  }

  private remove(key: string, state: State): Promise<boolean> {
    return this.succeeds(async () => {
      const stored = state.get(key);
      if (stored) await this.handler(stored.kind).delete(stored.id, stored.outputs);
      state.delete(key);
    });
  }

  private async succeeds(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.errors.push(error as Error);
      return false;
    }
  }
}

/** All readable text of an error. */
export function messagesOf({ errors, notices }: Process): string {
  const messages = (error: unknown): string[] =>
    error instanceof Error ? [error.message, String(error.stack), ...messages(error.cause)] : [String(error)];
  return [...errors.flatMap(messages), ...notices].join("\n");
}

/** Pulumi's wire format has no undefined, no Date and no class. */
export function throughWireFormat(values: Properties): Properties {
  return Struct.fromJavaScript(values as never).toJavaScript() as Properties;
}

/** The engine stores secrets separately, and passes their plain values to handlers. */
export function withPlainSecrets(outputs: Properties): Properties {
  const isSecret = (value: unknown): value is { value: unknown } =>
    (value as Properties | null)?.["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, isSecret(value) ? value.value : value]),
  );
}
