import { AsyncLocalStorage } from "node:async_hooks";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** The resource of the request that is being answered. */
export const currentUrn = new AsyncLocalStorage<string>();

/** The engine's log: its lines appear below the resource that they are about. */
export class EngineLog {
  private readonly client: EngineClient;
  private readonly pending = new Set<Promise<void>>();

  constructor(address: string) {
    this.client = new EngineClient(address, credentials.createInsecure());
  }

  notice(message: string): void {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(message);
    const urn = currentUrn.getStore();
    if (urn) request.setUrn(urn);
    const sent = new Promise<void>((resolve) => {
      this.client.log(request, (error) => {
        if (error) console.log(message);
        resolve();
      });
    });
    this.pending.add(sent);
    void sent.then(() => this.pending.delete(sent));
  }

  /** Waits until the engine has all lines: after the last answer it may close the log. */
  async flush(): Promise<void> {
    await Promise.all(this.pending);
  }

  close(): void {
    this.client.close();
  }
}
