import type { Connection, Properties } from "../provider/lifecycle/definition";
import type { Resource } from "../provider/lifecycle/resource";
import type { Call } from "../provider/quay/client/call";
import type { Quay } from "../provider/quay/client/quay";

/** The command that would delete a resource in Quay, for a shell in which QUAY_TOKEN is set. Nothing is deleted. */
export function removalCommand(
  resource: Resource,
  { quay, snapshot }: Connection,
  values: Properties,
): Promise<string> {
  const derived = Object.entries(resource.derives).map(([name, derive]) => [name, derive(values, quay.settings)]);
  const complete = { ...Object.fromEntries(derived), ...values };
  return requestCommand(quay, (recorder) => resource.delete(recorder, complete, snapshot));
}

/**
 * The command for the requests of `act` that are no GET, for a shell in which QUAY_TOKEN is set. None is sent: each has an empty
 * answer, so of several only those are known that need no other.
 */
export async function requestCommand(quay: Quay, act: (quay: Quay) => Promise<unknown>): Promise<string> {
  const calls: Call[] = [];
  const recorder: Quay = Object.create(quay, {
    send: {
      value: async (call: Call) => {
        if (call.method === "GET") return quay.send(call);
        calls.push(call);
      },
    },
  });
  await act(recorder).catch((error) => {
    if (calls.length === 0) throw error;
  });
  if (calls.length === 0) throw new Error("There is no request for which a command could stand.");
  return calls.map((call) => curl(quay.settings.url, call)).join(" && ");
}

function curl(url: string, { method, path, query, body }: Call): string {
  const search =
    query && Object.keys(query).length > 0 ? `?${new URLSearchParams(query as Record<string, string>)}` : "";
  const address = `${url.replace(/\/+$/, "")}${path.startsWith("/v1/") ? "/api" : ""}${path}${search}`;
  const sent = body === undefined ? "" : ` -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
  return `curl -X ${method} -H "Authorization: Bearer $QUAY_TOKEN"${sent} ${quoted(address)}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
