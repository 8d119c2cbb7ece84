import { type handleUnaryCall, Server, ServerCredentials, type ServerWritableStream } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  type ConstructRequest,
  type ConstructResponse,
  GetMappingResponse,
  GetMappingsResponse,
  GetSchemaResponse,
  type ListRequest,
  type ListResponse,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { checkConfig, configure, diffConfig } from "./configure";
import { check, create, diff, read, remove, update } from "./crud";
import { currentUrn } from "./engine";
import { invoke } from "./invoke";
import { list } from "./list";
import type { Operation } from "./operation";
import { schemaText, version } from "./package-schema";
import { type Session, Sessions } from "./session";
import { serviceError, Unimplemented } from "./status";

/** Pulumi kills a provider five seconds after it asked it to shut down. */
export const SHUTDOWN_GRACE = 4_000;

/** The provider as a plugin of Pulumi: a gRPC server that the engine calls. */
export class PluginServer {
  readonly sessions: Sessions;
  private readonly server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });

  /** `construct` creates a component for the engine at an address. */
  constructor(
    private readonly construct: (request: ConstructRequest, engine: string) => Promise<ConstructResponse>,
    begin: (engine: string, ended: () => void) => Operation,
  ) {
    this.sessions = new Sessions(begin);
    this.server.addService(ResourceProviderService, { ...this.calls() });
  }

  /** Returns the port. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
  }

  async close(): Promise<void> {
    this.server.forceShutdown();
    await this.sessions.close();
  }

  private calls(): IResourceProviderServer {
    const { sessions } = this;
    return {
      handshake: unary((request, peer) => {
        sessions.open(peer, request.getEngineAddress());
        return new ProviderHandshakeResponse().setAcceptSecrets(true);
      }),
      attach: unary((request, peer) => {
        sessions.open(peer, request.getAddress());
        return new Empty();
      }),
      getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
      getSchema: unary(() => new GetSchemaResponse().setSchema(schemaText())),
      getMapping: unary(() => new GetMappingResponse()),
      getMappings: unary(() => new GetMappingsResponse()),
      parameterize: unary(unimplemented),
      checkConfig: unary(checkConfig),
      diffConfig: unary(diffConfig),
      configure: unary((request, peer) => configure(request, sessions.of(peer))),
      check: this.ofResource(check),
      diff: this.ofResource(diff),
      create: this.ofResource(create),
      read: this.ofResource(read),
      update: this.ofResource(update),
      delete: this.ofResource(remove),
      list: (stream) => void this.list(stream),
      invoke: unary((request, peer) => invoke(request, sessions.of(peer))),
      call: unary(unimplemented),
      construct: unary((request, peer) => this.construct(request, sessions.of(peer).operation.engine)),
      cancel: unary(async (_, peer) => {
        await sessions.cancel(peer, SHUTDOWN_GRACE);
        return new Empty();
      }),
    };
  }

  private ofResource<Request extends { getUrn(): string }, Response>(
    work: (request: Request, session: Session) => Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return unary((request, peer) => {
      const session = this.sessions.of(peer);
      const answer = currentUrn.run(request.getUrn(), () => work(request, session));
      return answer.finally(() => session.operation.flush());
    });
  }

  private async list(stream: ServerWritableStream<ListRequest, ListResponse>): Promise<void> {
    try {
      await list(stream.request, this.sessions.of(stream.getPeer()), stream);
      stream.end();
    } catch (cause) {
      stream.emit("error", serviceError(cause));
    }
  }
}

function unary<Request, Response>(
  work: (request: Request, peer: string) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const answer = async () => work(call.request, call.getPeer());
    answer().then(
      (response) => callback(null, response),
      (cause) => callback(serviceError(cause)),
    );
  };
}

function unimplemented(): never {
  throw new Unimplemented("pulumi-quay has no such call.");
}
