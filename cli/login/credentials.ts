import { quaySettings } from "../serve";
import { Stack } from "./stack";

/** A token, and the Quay that it is for. */
export interface Credentials {
  url?: string;
  token: string;
  /** The stack that holds the token; undefined when it is from the environment. */
  stack?: Stack;
}

/** The Quay that is used when neither --url nor QUAY_URL is set, for --help. */
export const defaultQuay = "quay:url of the stack, else https://quay.io";

/** For --help: where the token and the address of Quay are taken from, in this order. */
export const credentialsHelp = `The token is QUAY_TOKEN, else quay:token of the stack: the current Pulumi stack, or --stack. The Quay of QUAY_TOKEN is --url,
else QUAY_URL, else quay:url of the stack, else https://quay.io. The stack's token goes to the stack's Quay only.`;

/**
 * QUAY_TOKEN, else the token of a stack, which is sent to the stack's Quay only. QUAY_TOKEN is for the stack's Quay too unless
 * an address is given, as it is for a program of the stack.
 */
export async function credentials({ url, stack: name }: { url?: string; stack?: string }): Promise<Credentials> {
  const { QUAY_TOKEN: token } = process.env;
  const stack = new Stack(name);
  // A stack that was named has to exist; otherwise there may be no stack, or no Pulumi CLI.
  const setting = (key: string) => stack.get(key).catch((error) => (name ? Promise.reject(error) : undefined));
  if (token) return { url: url ?? (await setting("quay:url")), token };
  const stackToken = await setting("quay:token");
  if (!stackToken) {
    throw new Error(
      "Whose token? Set QUAY_TOKEN; or name a stack that has quay:token with --stack; or get a token with pulumi-quay login.",
    );
  }
  const stackUrl = (await stack.get("quay:url")) ?? "https://quay.io";
  if (url !== undefined && quaySettings({ url }, {}).quay.url !== quaySettings({ url: stackUrl }, {}).quay.url) {
    throw new Error(`The stack's token is for ${stackUrl}: set QUAY_TOKEN to one for ${url}.`);
  }
  return { url: stackUrl, token: stackToken, stack };
}
