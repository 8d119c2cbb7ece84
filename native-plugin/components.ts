import { credentials } from "@grpc/grpc-js";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";

let started: Promise<ResourceProviderClient> | undefined;

/**
 * Creates a component with its parts. Pulumi's own server for components does that in this process; it is loaded and started by
 * the first component, because most programs have none.
 */
export async function construct(request: ConstructRequest, engine: string): Promise<ConstructResponse> {
  started ??= start(engine);
  const client = await started;
  const attached = new PluginAttach().setAddress(engine);
  await new Promise<void>((resolve, reject) => {
    client.attach(attached, (error) => (error ? reject(error) : resolve()));
  });
  return new Promise((resolve, reject) => {
    client.construct(request, (error, response) => (error ? reject(new Error(error.details)) : resolve(response)));
  });
}

async function start(engine: string): Promise<ResourceProviderClient> {
  const { serveComponents } = require("./component-server") as typeof import("./component-server");
  const port = await serveComponents(engine);
  const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  return new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), unlimited);
}
