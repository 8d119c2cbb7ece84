import { Problem } from "../problem";

interface Message {
  id?: unknown;
  method?: unknown;
  params?: { requestId?: unknown };
}

const CANCELLED = "notifications/cancelled";

/**
 * The messages of a batch to handle: cancelled calls and their cancellations are left out, because the SDK would wait for
 * responses to cancelled calls for ever. Throws a Problem when two calls share an id, since only one could be answered.
 */
export function answerable(body: unknown): unknown {
  if (!Array.isArray(body)) return body;
  const messages = body.filter((message): message is Message => typeof message === "object" && message !== null);
  const cancelled = new Set(messages.filter(isCancellation).map(({ params }) => params?.requestId));
  const remaining = body.filter(
    (message) => !isCancellation(message) && !(isCall(message) && cancelled.has(message.id)),
  );
  const ids = remaining.filter(isCall).map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new Problem(400, "Two calls of this batch have the same id. Nothing was done.");
  return remaining;
}

const isCancellation = (message: Message | null) => message?.method === CANCELLED;
const isCall = (message: Message | null): message is Message =>
  typeof message?.method === "string" && message.id !== undefined;
