import { type LocalQuay, startQuay } from "../../local-quay";
import { type QuaySettings, settings } from "../../provider/quay/settings";

/** The Quay that the demo writes to. */
export interface ChosenQuay extends QuaySettings {
  /** Set for the local Quay, whose requests can be counted and which needs no confirmation. */
  local?: LocalQuay;
}

/**
 * The Quay of QUAY_URL and QUAY_TOKEN, or a local one when neither is set. Throws for a Quay of the user's when the user has not
 * agreed to writing to it and there is no terminal to ask on.
 */
export async function chooseQuay(env: NodeJS.ProcessEnv, agreed: boolean, isInteractive: boolean): Promise<ChosenQuay> {
  const none = () => undefined;
  if (!env.QUAY_URL && !env.QUAY_TOKEN) {
    const local = await startQuay();
    // Requests to the local Quay must not go through a proxy.
    env.NO_PROXY = env.no_proxy = [env.no_proxy ?? env.NO_PROXY, new URL(local.url).hostname].filter(Boolean).join(",");
    return { ...settings(none, { QUAY_URL: local.url, QUAY_TOKEN: local.token }), local };
  }
  const [set, unset] = env.QUAY_URL ? ["QUAY_URL", "QUAY_TOKEN"] : ["QUAY_TOKEN", "QUAY_URL"];
  if (!env[unset as string]) {
    throw new Error(`${set} is set, but ${unset} is not. Set both to use that Quay, or neither to use a local one.`);
  }
  const found = settings(none, env);
  if (!agreed && !isInteractive) {
    throw new Error(
      `QUAY_URL is set, and there is no terminal to ask whether to write to ${found.url}. ` +
        "Agree with npm start -- --yes, or unset QUAY_URL and QUAY_TOKEN to use a local Quay.",
    );
  }
  return found;
}
