import { quayOf } from "../serve";
import { Stack } from "./stack";

/** Which Quay to ask, and with what. */
export interface Credentials {
  url?: string;
  token: string;
  /** The stack that the token is from; none when it is from the environment. */
  stack?: Stack;
}

/** Which Quay is asked where --url and QUAY_URL do not say it. */
export const stacksQuay = "quay:url of the stack, else https://quay.io";

/** For --help: where both are from, in this order. */
export const sources = `The token is QUAY_TOKEN, else quay:token of the stack: the current Pulumi stack, or --stack. The Quay of QUAY_TOKEN is --url,
else QUAY_URL, else quay:url of the stack, else https://quay.io. The stack's token goes to the stack's Quay only.`;

/**
 * QUAY_TOKEN, else the token of a stack; that one belongs to the stack's Quay, and to no other. A token of the environment is
 * for the stack's Quay too where nothing says another, as for a program of the stack.
 */
export async function credentials({ url, stack: name }: { url?: string; stack?: string }): Promise<Credentials> {
  const { QUAY_TOKEN: token } = process.env;
  const stack = new Stack(name);
  // A stack that was named has to be there; where none was, there may be no stack and no Pulumi at all.
  const setting = (key: string) => stack.get(key).catch((error) => (name ? Promise.reject(error) : undefined));
  if (token) return { url: url ?? (await setting("quay:url")), token };
  const kept = await setting("quay:token");
  if (!kept) {
    throw new Error(
      "Whose token? Set QUAY_TOKEN; or name a stack that has quay:token with --stack; or get a token with pulumi-quay login.",
    );
  }
  const own = (await stack.get("quay:url")) ?? "https://quay.io";
  if (url !== undefined && quayOf({ url }, {}).quay.url !== quayOf({ url: own }, {}).quay.url) {
    throw new Error(`The stack's token is for ${own}: set QUAY_TOKEN to one for ${url}.`);
  }
  return { url: own, token: kept, stack };
}
