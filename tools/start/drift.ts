import { once } from "node:events";
import { type Method, Quay } from "../../provider/quay/client/quay";
import type { ChosenQuay } from "./which-quay";

/** Something somebody does to the quickstart's organization without Pulumi. */
interface Change {
  /** What somebody did. */
  told: string;
  method: Method;
  path: string;
  body?: object;
  /** The id of what Pulumi has to see as changed. */
  id: string;
}

export const changes: Change[] = [
  {
    told: "Somebody made the repository acme/web public",
    method: "POST",
    path: "/v1/repository/acme/web/changevisibility",
    body: { visibility: "public" },
    id: "acme/web",
  },
  {
    told: "Somebody deleted the team acme/developers",
    method: "DELETE",
    path: "/v1/organization/acme/team/developers",
    id: "acme/developers",
  },
];

export async function make(change: Change, chosen: ChosenQuay, stop: AbortSignal): Promise<void> {
  stop.throwIfAborted();
  const quay = new Quay(chosen);
  try {
    const interrupted = once(stop, "abort").then(() => stop.throwIfAborted());
    await Promise.race([quay.send({ ...change, repeatable: true }), interrupted]);
  } finally {
    await quay.close();
  }
}
