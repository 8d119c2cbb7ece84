import type { LocalQuay } from "../local-quay";

/** A change outside Pulumi: one call to Quay that must succeed. `/v1/…` as in Quay's documentation. */
export async function callQuay(
  { url, token }: Pick<LocalQuay, "url" | "token">,
  call: string,
  body?: unknown,
): Promise<unknown> {
  const [method, path] = call.split(" ");
  const answer = await fetch(`${url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${call}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** The local Quay as somebody else calls it, who may do everything. */
export function calledBy(quay: LocalQuay, user: string): LocalQuay {
  if (!quay.store.user(user)) quay.addUser(user, { superuser: true });
  const token = quay.mint({ user, scope: "org:admin repo:admin repo:create user:admin super:user" });
  return new Proxy(quay, { get: (one, name) => (name === "token" ? token : Reflect.get(one, name, one)) });
}
