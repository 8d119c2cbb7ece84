import { once } from "node:events";
import { type Method, Quay } from "../../provider/quay/client/quay";
import type { ChosenQuay } from "./which-quay";

/** A change to the quickstart's organization that is made outside Pulumi. */
interface OutsideChange {
  /** A sentence for the reader. */
  description: string;
  method: Method;
  path: string;
  body?: object;
  /** The id of the resource that Pulumi has to report as changed. */
  id: string;
}

export const changes: OutsideChange[] = [
  {
    description: "Somebody made the repository acme/web public",
    method: "POST",
    path: "/v1/repository/acme/web/changevisibility",
    body: { visibility: "public" },
    id: "acme/web",
  },
  {
    description: "Somebody deleted the team acme/developers",
    method: "DELETE",
    path: "/v1/organization/acme/team/developers",
    id: "acme/developers",
  },
];

export async function applyChange(change: OutsideChange, chosen: ChosenQuay, stop: AbortSignal): Promise<void> {
  stop.throwIfAborted();
  const quay = new Quay(chosen);
  try {
    const interrupted = once(stop, "abort").then(() => stop.throwIfAborted());
    await Promise.race([quay.send({ ...change, repeatable: true }), interrupted]);
  } finally {
    await quay.close();
  }
}
