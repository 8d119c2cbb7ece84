import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { construct } from "../../native-plugin/components";
import type { Connections } from "../../provider/serve/connections";
import { PluginServer } from "../../provider/serve/plugin/server";
import { type Face, type Properties, type State, stored, withPlainSecrets } from "./face";

/** A plugin process that an engine started. */
export class Plugin {
  private readonly server: PluginServer;
  private readonly clients: ResourceProviderClient[] = [];
  private port: Promise<number> | undefined;

  constructor(connections: Connections) {
    const operation = { engine: "", connections, flush: async () => {}, close: async () => {} };
    this.server = new PluginServer(construct, () => operation);
  }

  /** A connection of the engine: one for each provider of the program. */
  async connect(engine = "127.0.0.1:1"): Promise<ResourceProviderClient> {
    this.port ??= this.server.listen();
    const client = new ResourceProviderClient(`127.0.0.1:${await this.port}`, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
    this.clients.push(client);
    await call(client, "handshake", new rpc.ProviderHandshakeRequest().setEngineAddress(engine));
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.close();
    if (this.port) await this.server.close();
  }
}

/** What the engine asks a native provider besides. */
export interface NativeFace extends Face {
  /** The outputs that a preview shows of a create or, with a state, an update. */
  preview(inputs: Properties, state?: State): Promise<Properties>;
  import(id: string): Promise<State | undefined>;
  list(query: Properties, limit?: number): Promise<{ id: string; name: string }[]>;
}

/** The native provider: the same calls as the engine makes. */
export function nativeFace(kind: string, plugin: Plugin, config: Record<string, string>): NativeFace {
  let client: Promise<ResourceProviderClient> | undefined;
  const ready = () => (client ??= configured(plugin, config));
  const urn = (name = "logical") => `urn:pulumi:dev::test::quay:index:${kind}::${name}`;

  async function read(id: string, properties?: Struct, inputs?: Struct): Promise<State | undefined> {
    const request = new rpc.ReadRequest().setId(id).setUrn(urn()).setProperties(properties).setInputs(inputs);
    const answer: rpc.ReadResponse = await call(await ready(), "read", request);
    if (!answer.getId()) return undefined;
    return {
      id: answer.getId(),
      inputs: plain(answer.getInputs()).outputs,
      ...plain(answer.getProperties()),
    };
  }

  return {
    async check(old, { __logicalName: name = "logical", ...program }) {
      const request = new rpc.CheckRequest()
        .setUrn(urn(String(name)))
        .setName(String(name))
        .setOlds(struct(old))
        .setNews(struct(program));
      const answer: rpc.CheckResponse = await call(await ready(), "check", request);
      return {
        inputs: plain(answer.getInputs()).outputs,
        failures: answer.getFailuresList().map((one) => one.toObject()),
      };
    },
    async diff(state, inputs) {
      const request = new rpc.DiffRequest()
        .setId(state.id)
        .setUrn(urn())
        .setOlds(struct(stored(state)));
      const answer: rpc.DiffResponse = await call(await ready(), "diff", request.setNews(struct(inputs)));
      if (answer.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_NONE) return { changes: false };
      if (!answer.getHasdetaileddiff()) return { changes: true };
      const replaces = answer.getReplacesList();
      const detailed = [...answer.getDetaileddiffMap().entries()] as [string, rpc.PropertyDiff][];
      const { ADD_REPLACE, DELETE_REPLACE, UPDATE_REPLACE } = rpc.PropertyDiff.Kind;
      const marked = detailed.filter(([, change]) =>
        [ADD_REPLACE, DELETE_REPLACE, UPDATE_REPLACE].includes(change.getKind() as never),
      );
      expect(marked.map(([name]) => name).sort()).toEqual([...replaces].sort());
      return { replaces, deleteBeforeReplace: answer.getDeletebeforereplace() };
    },
    async create(inputs) {
      const request = new rpc.CreateRequest().setUrn(urn()).setProperties(struct(inputs));
      const answer: rpc.CreateResponse = await call(await ready(), "create", request);
      return { id: answer.getId(), inputs, ...plain(answer.getProperties()) };
    },
    refresh: (state) => read(state.id, struct(stored(state)), struct(state.inputs)),
    get: async (id) => (await read(id, struct({}), struct({}))) as State,
    async update(state, inputs) {
      const request = new rpc.UpdateRequest()
        .setId(state.id)
        .setUrn(urn())
        .setOlds(struct(stored(state)));
      const answer: rpc.UpdateResponse = await call(await ready(), "update", request.setNews(struct(inputs)));
      return { id: state.id, inputs, ...plain(answer.getProperties()) };
    },
    async preview(inputs, state) {
      if (!state) {
        const request = new rpc.CreateRequest().setUrn(urn()).setProperties(struct(inputs)).setPreview(true);
        const answer: rpc.CreateResponse = await call(await ready(), "create", request);
        return plain(answer.getProperties()).outputs;
      }
      const request = new rpc.UpdateRequest()
        .setId(state.id)
        .setUrn(urn())
        .setOlds(struct(stored(state)));
      const asked = request.setNews(struct(inputs)).setPreview(true);
      const answer: rpc.UpdateResponse = await call(await ready(), "update", asked);
      return plain(answer.getProperties()).outputs;
    },
    import: (id) => read(id),
    async list(query, limit = 0) {
      const client = await ready();
      const request = new rpc.ListRequest().setToken(`quay:index:${kind}`).setQuery(struct(query)).setLimit(limit);
      const found: { id: string; name: string }[] = [];
      for await (const answer of client.list(request)) {
        const result = (answer as rpc.ListResponse).getResult();
        if (result) found.push(result.toObject());
      }
      return found;
    },
    async delete(state) {
      const request = new rpc.DeleteRequest()
        .setId(state.id)
        .setUrn(urn())
        .setProperties(struct(stored(state)));
      await call(await ready(), "delete", request);
    },
  };
}

async function configured(plugin: Plugin, config: Record<string, string>): Promise<ResourceProviderClient> {
  const client = await plugin.connect();
  const request = new rpc.ConfigureRequest();
  for (const [key, value] of Object.entries(config)) request.getVariablesMap().set(key.replace(":", ":config:"), value);
  await call(client, "configure", request);
  return client;
}

/** One call; a failure is thrown as the dynamic provider's are, with what the engine keeps of a half-made resource. */
export function call<Response>(client: ResourceProviderClient, name: keyof ResourceProviderClient, request: unknown) {
  return new Promise<Response>((resolve, reject) => {
    (client[name] as (...all: unknown[]) => void)(request, (error: ServiceError | null, answer: Response) =>
      error ? reject(thrown(error)) : resolve(answer),
    );
  });
}

function thrown(error: ServiceError): Error {
  const [details] = error.metadata.get("grpc-status-details-bin");
  const failure = Object.assign(new Error(error.details), { code: error.code });
  if (!details) return failure;
  const [any] = Status.deserializeBinary(details as Buffer).getDetailsList();
  const failed = rpc.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return Object.assign(failure, {
    id: failed.getId(),
    properties: failed.getProperties()?.toJavaScript(),
    reasons: failed.getReasonsList(),
  });
}

export const struct = (values: Properties): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));

export const plain = (values: Struct | undefined) => withPlainSecrets((values?.toJavaScript() ?? {}) as Properties);
