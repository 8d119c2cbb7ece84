import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { call, Plugin } from "../../../faces/native";
import { type Harness, harness, Process } from "../../../harness";

/** For each test a local Quay and a plugin process, to which an engine is connected as one provider. */
export function connected() {
  const at: Harness = harness("native");
  let process: Process;
  let plugin: Plugin;
  let client: ResourceProviderClient;
  beforeEach(async () => {
    process = new Process();
    plugin = new Plugin(process.connections);
    client = await plugin.connect();
  });
  afterEach(async () => {
    await plugin.close();
    await process.close();
  });
  return {
    at,
    get client() {
      return client;
    },
    /** Another provider of the same program. */
    connect: () => plugin.connect(),
    configure(on = client) {
      const request = new rpc.ConfigureRequest();
      request.getVariablesMap().set("quay:config:url", at.quay.url).set("quay:config:token", at.quay.token);
      return call<rpc.ConfigureResponse>(on, "configure", request);
    },
  };
}

/** A value as the engine marks it when it is secret. */
export const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
