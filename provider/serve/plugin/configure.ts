import { isDeepStrictEqual } from "node:util";
import {
  CheckFailure,
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type DiffRequest,
  DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { isUnknown } from "../../lifecycle/unknown";
import { settingsFailure } from "../../quay/settings";
import type { Session } from "./session";
import { open, seal } from "./values";

/** The settings that are secret, also where a program writes them plainly. */
const SECRETS = ["token", "tokens"];

export function checkConfig(request: CheckRequest): CheckResponse {
  const { values, secrets } = open(request.getNews());
  const response = new CheckResponse().setInputs(seal(values, new Set([...SECRETS, ...secrets])));
  if (isUnknown(values)) return response;
  // In a project named quay, its own settings have the same prefix.
  const isOwnProject = request.getUrn().split("::")[1] === "quay";
  const keys = isOwnProject ? [] : Object.keys(values).map((name) => `quay:${name}`);
  const failure = settingsFailure((key) => textOf(values[key.replace(/^quay:/, "")]), keys);
  // The engine would print the value of a named property, which may be a token by mistake.
  return failure ? response.setFailuresList([new CheckFailure().setReason(failure)]) : response;
}

/** Other settings never replace the provider: whether they lead to another Quay is each resource's question. */
export function diffConfig(request: DiffRequest): DiffResponse {
  const [{ values: old }, { values: wanted }] = [open(request.getOlds()), open(request.getNews())];
  const names = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  const changed = names.filter((name) => !isDeepStrictEqual(old[name], wanted[name]));
  return new DiffResponse()
    .setChanges(changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
    .setDiffsList(changed);
}

export function configure(request: ConfigureRequest, session: Session): ConfigureResponse {
  const variables = request.getVariablesMap().toArray() as [string, string][];
  session.configure(Object.fromEntries(variables.map(([name, value]) => [name.replace(":config:", ":"), value])));
  return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
}

/** A setting as the stack's configuration holds it: structures are JSON. */
const textOf = (value: unknown) => (typeof value === "string" || value === undefined ? value : JSON.stringify(value));
