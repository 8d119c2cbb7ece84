import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { messageOf } from "../../quay/client/errors";
import { masked } from "../../quay/client/masking";

/** A failure that left a resource behind, which the engine keeps in the state; the next update goes on from there. */
export class InitFailed extends Error {
  constructor(
    readonly id: string,
    readonly state: Struct,
    readonly inputs: Struct,
    cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/** An error as the engine reads it. */
export function serviceError(cause: unknown): ServiceError {
  const message = masked(messageOf(cause));
  const metadata = new Metadata();
  if (cause instanceof InitFailed) metadata.set("grpc-status-details-bin", details(cause, message));
  return Object.assign(new Error(message), { code: codeOf(cause), details: message, metadata });
}

function details({ id, state, inputs }: InitFailed, message: string): Buffer {
  const failed = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(state)
    .setInputs(inputs)
    .setReasonsList([message]);
  const packed = new Any();
  packed.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const about = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([packed]);
  return Buffer.from(about.serializeBinary());
}

/** An RPC that this plugin does not have; the engine then does without it. */
export class Unimplemented extends Error {}

const codeOf = (cause: unknown) => (cause instanceof Unimplemented ? status.UNIMPLEMENTED : status.UNKNOWN);
