import type { Resource } from "../../lifecycle/resource";
import { resources } from "../../resources";
import type { Access } from "../connections";
import { handlers } from "../handlers";
import type { Operation } from "./operation";

export type Handlers = ReturnType<typeof handlers>;

/** One provider of the program: its settings, and the handlers of its kinds. */
export class Session {
  /** The engine needs it no more. */
  isCancelled = false;
  private variables: Record<string, string> | undefined;
  private known: Access | undefined;
  private readonly handlers = new Map<string, Handlers>();

  constructor(readonly operation: Operation) {}

  get isConfigured(): boolean {
    return this.variables !== undefined;
  }

  /** Settings by name, for example `quay:url`. */
  configure(variables: Record<string, string>): void {
    this.variables = variables;
    this.known = undefined;
  }

  /** Throws an error that names the first invalid setting. */
  access(): Access {
    const { variables } = this;
    if (!variables) throw new Error("The provider was not configured.");
    this.known ??= this.operation.connections.get((key) => variables[key]);
    return this.known;
  }

  kind(name: string): { resource: Resource; handlers: Handlers } {
    const resource = resources[name] as Resource;
    if (!Object.hasOwn(resources, name))
      throw new Error(`This version of pulumi-quay has no kind ${name}. Upgrade the plugin.`);
    const known = this.handlers.get(name) ?? handlers(resource, () => this.access(), this.operation.connections);
    this.handlers.set(name, known);
    return { resource, handlers: known };
  }
}

/** The sessions by the connections of the engine, which opens one for each provider. A plugin that stays attached has many. */
export class Sessions {
  private readonly operations = new Map<string, Operation>();
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly begin: (engine: string, ended: () => void) => Operation) {}

  /** The provider that the engine at this address asks for over this connection. */
  open(peer: string, engine: string): void {
    const ended = () => {
      this.operations.delete(engine);
      for (const [peer, session] of this.sessions) if (session.operation === operation) this.sessions.delete(peer);
    };
    const operation = this.operations.get(engine) ?? this.begin(engine, ended);
    this.operations.set(engine, operation);
    if (this.sessions.get(peer)?.operation !== operation) this.sessions.set(peer, new Session(operation));
  }

  /** After a connection is lost the engine goes on over a new one, which is clear only when there is one provider. */
  of(peer: string): Session {
    const known = this.sessions.get(peer) ?? (this.sessions.size === 1 ? [...this.sessions.values()][0] : undefined);
    if (!known) throw new Error("The engine did not say which provider this is. Run the command again.");
    return known;
  }

  /** The engine cancels all its providers to interrupt an operation, and one alone when the stack no longer has it. */
  async cancel(peer: string, milliseconds: number): Promise<void> {
    const session = this.of(peer);
    session.isCancelled = true;
    const { operation } = session;
    const all = [...this.sessions.values()].filter((one) => one.operation === operation && one.isConfigured);
    if (all.every(({ isCancelled }) => isCancelled)) await this.interrupt(milliseconds, [operation]);
  }

  async interrupt(milliseconds: number, operations = [...this.operations.values()]): Promise<void> {
    await Promise.all(operations.map(({ connections }) => connections.interrupt(milliseconds)));
  }

  closeJournals(): void {
    for (const { connections } of this.operations.values()) connections.journal.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.operations.values()].map((operation) => operation.close()));
  }
}
