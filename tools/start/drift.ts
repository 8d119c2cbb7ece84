import { once } from "node:events";
import type { LocalQuay } from "../../local-quay";
import { type Method, Quay } from "../../provider/quay/client/quay";
import type { ChosenQuay } from "./which-quay";

/** A change to the quickstart's organization that is made outside Pulumi. */
interface OutsideChange {
  /** Who makes it, on the local Quay. */
  who: string;
  /** What they do, for the reader. */
  deed: string;
  method: Method;
  path: string;
  body?: object;
  /** The id of the resource that Pulumi has to report as changed. */
  id: string;
}

export const changes: OutsideChange[] = [
  {
    who: "alice",
    deed: "made the repository acme/web public",
    method: "POST",
    path: "/v1/repository/acme/web/changevisibility",
    body: { visibility: "public" },
    id: "acme/web",
  },
  {
    who: "bob",
    deed: "deleted the team acme/developers",
    method: "DELETE",
    path: "/v1/organization/acme/team/developers",
    id: "acme/developers",
  },
];

/** Makes a change, on the local Quay as the one who makes it, else as the user of the token. Returns a line for the reader. */
export async function applyChange(change: OutsideChange, chosen: ChosenQuay, stop: AbortSignal): Promise<string> {
  stop.throwIfAborted();
  const { who, deed, method, path } = change;
  const quay = new Quay(chosen.local ? { ...chosen, token: tokenOf(who, chosen.local) } : chosen);
  try {
    const interrupted = once(stop, "abort").then(() => stop.throwIfAborted());
    await Promise.race([quay.send({ ...change, repeatable: true }), interrupted]);
    return `${chosen.local ? who : "Somebody"} ${deed}: ${method} /api${path}`;
  } finally {
    await quay.close();
  }
}

function tokenOf(user: string, quay: LocalQuay): string {
  quay.addUser(user, { superuser: true });
  return quay.mint({ user, scope: "org:admin repo:admin super:user" });
}
