import type * as pulumi from "@pulumi/pulumi";
import * as users from "../../provider/functions/users";
import { type AskOptions, ask, askOutput } from "./invoke";

export type { CurrentUserResult, MembershipResult } from "../../provider/functions/users";

/** Reads who the token acts as. Needs the scope `user:read`. */
export function getCurrentUser(options?: AskOptions): Promise<users.CurrentUserResult> {
  return ask(users.getCurrentUser, {}, options);
}

/** `getCurrentUser` as an output. */
export function getCurrentUserOutput(options?: AskOptions): pulumi.Output<users.CurrentUserResult> {
  return askOutput(users.getCurrentUser, {}, options);
}
