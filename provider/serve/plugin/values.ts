import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../lifecycle/definition";
import { keepAll, SECRET, SIGNATURE } from "../secrets";

/** Properties from the engine, with all secrets opened, and masked in all later messages. */
export interface Opened {
  values: Properties;
  /** The names of the properties that are or contain secrets. */
  secrets: Set<string>;
}

export function open(struct: Struct | undefined): Opened {
  const secrets = new Set<string>();
  const values: Properties = {};
  for (const [name, value] of Object.entries(struct?.toJavaScript() ?? {}))
    values[name] = opened(value, () => secrets.add(name));
  return { values, secrets };
}

function opened(value: unknown, onSecret: () => void): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => opened(item, onSecret));
  if ((value as Properties)[SIGNATURE] !== SECRET)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner, onSecret)]));
  onSecret();
  keepAll((value as Properties).value);
  return opened((value as Properties).value, onSecret);
}

/** Properties for the engine; those with these names are secret. The wire format has no undefined. */
export function seal(values: Properties, secrets: Iterable<string>): Struct {
  const plain = JSON.parse(JSON.stringify(values)) as Properties;
  for (const name of secrets) if (name in plain) plain[name] = { [SIGNATURE]: SECRET, value: plain[name] };
  return Struct.fromJavaScript(plain as never);
}
