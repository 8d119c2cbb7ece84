import { quaySettings } from "../serve";
import { Stack } from "./stack";

/** Stores a token in a stack, with the address of its Quay. When that fails, quay:url of the stack is unchanged. */
export type StoreToken = (token: string) => Promise<void>;

/** Fails when the stack is configured for another Quay, to which the token would be sent. */
export async function tokenStorage(url: string, name?: string): Promise<StoreToken> {
  const stack = new Stack(name);
  return suggestingPrint(async () => {
    await stack.check();
    const stackUrl = await stack.get("quay:url");
    if (stackUrl !== undefined && quaySettings({ url: stackUrl }, {}).quay.url !== url) {
      throw new Error(`The stack's Quay is ${stackUrl}: change it with pulumi config set quay:url ${url}.`);
    }
    const isUrlSet = stackUrl !== undefined || url === "https://quay.io";
    return (token) =>
      suggestingPrint(() => (isUrlSet ? stack.setSecret("quay:token", token) : setUrlAndToken(stack, url, token)));
  });
}

/** Sets the address first, because a token without it would be sent to another Quay. */
async function setUrlAndToken(stack: Stack, url: string, token: string): Promise<void> {
  await stack.set("quay:url", url);
  try {
    await stack.setSecret("quay:token", token);
  } catch (error) {
    const { message } = error as Error;
    await stack.remove("quay:url").catch(() => {
      throw new Error(`${message} Its quay:url is ${url} now: take that out with pulumi config rm quay:url.`);
    });
    throw error;
  }
}

async function suggestingPrint<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw new Error(`The token could not be kept in a stack. ${(error as Error).message} Or use --print.`, {
      cause: error,
    });
  }
}
