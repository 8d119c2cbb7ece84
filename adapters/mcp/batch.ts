import { Problem } from "../problem";

interface Message {
  id?: unknown;
  method?: unknown;
  params?: { requestId?: unknown };
}

const CANCELLED = "notifications/cancelled";

/**
 * The messages of one HTTP request that are to be answered. They came together, so a call that another of them cancels is not
 * begun; and what cancels has nothing else to reach, because every request stands for itself. The SDK would wait for the
 * answers to cancelled calls for ever. Throws a Problem when two calls share an id: only one of them could be answered.
 */
export function answerable(body: unknown): unknown {
  if (!Array.isArray(body)) return body;
  const messages = body.filter((message): message is Message => typeof message === "object" && message !== null);
  const cancelled = new Set(messages.filter(cancels).map(({ params }) => params?.requestId));
  const rest = body.filter((message) => !cancels(message) && !(isCall(message) && cancelled.has(message.id)));
  const ids = rest.filter(isCall).map(({ id }) => id);
  if (new Set(ids).size < ids.length)
    throw new Problem(400, "Two calls of this batch have the same id. Nothing was done.");
  return rest;
}

const cancels = (message: Message | null) => message?.method === CANCELLED;
const isCall = (message: Message | null): message is Message =>
  typeof message?.method === "string" && message.id !== undefined;
