import type { Message } from "./http/channel";

/** One request. */
export interface Call extends Message {
  /** Doing it twice does no more than doing it once. */
  repeatable: boolean;
  /** Said to the user when Quay refuses for want of rights. */
  advice?: string;
  /** The scope of the token that it takes. */
  scope?: string;
  /** Quay answers it only to a live token. */
  proves?: boolean;
}
