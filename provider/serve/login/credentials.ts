import { quayOf } from "../surface/serving";
import { Stack } from "./stack";

/** Which Quay to ask, and with what. */
export interface Credentials {
  url?: string;
  token: string;
  /** The stack that the token is from; none when it is from the environment. */
  stack?: Stack;
}

/** QUAY_TOKEN, else the token of a stack; that one belongs to the stack's Quay, and to no other. */
export async function credentials({ url, stack: name }: { url?: string; stack?: string }): Promise<Credentials> {
  const { QUAY_TOKEN: token } = process.env;
  if (token) return { url, token };
  const stack = new Stack(name);
  const kept = await stack.get("quay:token").catch(() => undefined);
  if (!kept)
    throw new Error("Whose token? Set QUAY_TOKEN, or begin with pulumi-quay login, which keeps one in a stack.");
  const own = (await stack.get("quay:url")) ?? "https://quay.io";
  if (url !== undefined && quayOf({ url }, {}).quay.url !== quayOf({ url: own }, {}).quay.url) {
    throw new Error(`The stack's token is for ${own}: set QUAY_TOKEN to one for ${url}.`);
  }
  return { url: own, token: kept, stack };
}
