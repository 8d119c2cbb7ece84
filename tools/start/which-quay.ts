import { type LocalQuay, startQuay } from "../../local-quay";
import { type QuaySettings, settings } from "../../provider/quay/settings";

/** The Quay that is written to. */
export interface ChosenQuay extends QuaySettings {
  /** There when it is ours: then its requests can be counted, and it may be written to without asking. */
  local?: LocalQuay;
}

/**
 * The Quay of QUAY_URL and QUAY_TOKEN, or a local one when they are not set. Refuses a Quay that is not ours when the user
 * has not agreed to writing to it, and cannot be asked.
 */
export async function whichQuay(env: NodeJS.ProcessEnv, agreed: boolean, askable: boolean): Promise<ChosenQuay> {
  const none = () => undefined;
  if (!env.QUAY_URL && !env.QUAY_TOKEN) {
    const local = await startQuay();
    // A proxy does not find it.
    env.NO_PROXY = env.no_proxy = [env.no_proxy ?? env.NO_PROXY, new URL(local.url).hostname].filter(Boolean).join(",");
    return { ...settings(none, { QUAY_URL: local.url, QUAY_TOKEN: local.token }), local };
  }
  const [set, unset] = env.QUAY_URL ? ["QUAY_URL", "QUAY_TOKEN"] : ["QUAY_TOKEN", "QUAY_URL"];
  if (!env[unset as string]) {
    throw new Error(`${set} is set, but ${unset} is not. Set both to use that Quay, or neither to use a local one.`);
  }
  const found = settings(none, env);
  if (!agreed && !askable) {
    throw new Error(
      `QUAY_URL is set, and there is no terminal to ask whether to write to ${found.url}. ` +
        "Agree with npm start -- --yes, or unset QUAY_URL and QUAY_TOKEN to use a local Quay.",
    );
  }
  return found;
}
