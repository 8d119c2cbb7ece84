import * as settings from "@pulumi/pulumi/runtime/settings";

/**
 * One test file runs many engines, one after the other. A gRPC client that connects to the port of an engine that
 * has ended inherits its broken connection, since grpc-js keeps connections by address. The program then fails before
 * it states a resource, and the engine plans to delete all of them. So no client shares its connections.
 * Pulumi publishes no setting for it; without this property `Object.assign` throws.
 */
const { grpcClientOptions } = settings as unknown as { grpcClientOptions: object };
Object.assign(grpcClientOptions, { "grpc.use_local_subchannel_pool": 1 });
