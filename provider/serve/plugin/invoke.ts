import { type InvokeRequest, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { functions } from "../../functions";
import { invoke as call } from "../../functions/invoke";
import { checkFailure } from "./crud";
import type { Session } from "./session";
import { open, seal } from "./values";

/** Calls a function such as `quay:index:getTag`. */
export async function invoke(request: InvokeRequest, session: Session): Promise<InvokeResponse> {
  const { values: args, secrets } = open(request.getArgs());
  const name = request.getTok().split(":").at(-1) ?? "";
  const answer = await call(functions, name, session.access(), args);
  if ("failures" in answer)
    return new InvokeResponse().setFailuresList(answer.failures.map((failure) => checkFailure(failure, args, secrets)));
  const { list, secrets: hidden = [] } = functions[name] ?? {};
  return new InvokeResponse().setReturn(seal(answer.result, list && hidden.length > 0 ? [list] : hidden));
}
