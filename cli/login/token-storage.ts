import { quayOf } from "../serve";
import { Stack } from "./stack";

/** Keeps a token in a stack, with the address of its Quay; where that fails, the stack's Quay stays as it was. */
export type Keep = (token: string) => Promise<void>;

/** Fails when a stack could not keep a token for this Quay: it would go to the wrong one otherwise. */
export async function keeper(url: string, name?: string): Promise<Keep> {
  const stack = new Stack(name);
  return orPrint(async () => {
    await stack.check();
    const own = await stack.get("quay:url");
    if (own !== undefined && quayOf({ url: own }, {}).quay.url !== url) {
      throw new Error(`The stack's Quay is ${own}: change it with pulumi config set quay:url ${url}.`);
    }
    const isSaid = own !== undefined || url === "https://quay.io";
    return (token) => orPrint(() => (isSaid ? stack.setSecret("quay:token", token) : keepBoth(stack, url, token)));
  });
}

/** The address first: a token alone would go to another Quay. */
async function keepBoth(stack: Stack, url: string, token: string): Promise<void> {
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

async function orPrint<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw new Error(`The token could not be kept in a stack. ${(error as Error).message} Or use --print.`, {
      cause: error,
    });
  }
}
