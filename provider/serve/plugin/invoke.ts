import { type InvokeRequest, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { functions } from "../../functions";
import { invoke as call } from "../../functions/invoke";
import type { Session } from "./session";
import { open, seal } from "./values";

/**
 * Calls a function such as `quay:index:getTag`. Invalid arguments are an error: `pulumi do` shows an empty result for what the
 * protocol has for them.
 */
export async function invoke(request: InvokeRequest, session: Session): Promise<InvokeResponse> {
  const { values: args } = open(request.getArgs());
  const name = request.getTok().split(":").at(-1) ?? "";
  const answer = await call(functions, name, session.access(), args);
  if ("failures" in answer) {
    const reasons = answer.failures.map(({ property, reason }) => (property ? `${property}: ${reason}` : reason));
    throw new Error(`${name}: ${reasons.join(" ")}`);
  }
  const { list, secrets = [] } = functions[name] ?? {};
  return new InvokeResponse().setReturn(seal(answer.result, list && secrets.length > 0 ? [list] : secrets));
}
