import { z } from "zod";
import { isUnknown } from "../lifecycle/unknown";
import { canonicalTime, moment } from "../quay/moments";
import { namespaceOf } from "../snapshot/containers";

/** What mirrors of repositories and of organizations have in common. */

const singleLine = z.string().regex(/^(\S(\P{Cc}*\S)?)?$/u, "This is one line, without blanks around it.");

/** How the other registry is reached. */
export const access = {
  username: singleLine.default(""),
  password: z.string().min(1, "A password is not empty. Leave it out to have none.").optional(),
  verifyTls: z.boolean().default(true),
  httpProxy: singleLine.default(""),
  httpsProxy: singleLine.default(""),
  noProxy: singleLine.default(""),
};

/** When it runs. */
export const schedule = {
  enabled: z.boolean().default(true),
  syncStartDate: moment.optional(),
  syncNow: z.string().optional(),
};

/** The most that Quay's database holds. */
const MOST = 2 ** 31 - 1;

/** A whole number of seconds. */
export const seconds = (least: number, most = MOST) => {
  const rule = `This is a whole number of seconds, from ${least} to ${most}.`;
  return z.int(rule).min(least, rule).max(most, rule);
};

/** When the first synchronization begins: at once, unless the program says when. */
export const startDate = (given: string | undefined): string => given ?? canonicalTime(Date.now());

/** Why a login is incomplete, or a robot of no use. `mirrored`: the organization, or the full name of the repository. */
export function mirrorFault(wanted: { username: string; password?: string; robot: string }, mirrored: string) {
  const { username, password, robot } = wanted;
  if (password !== undefined && !isUnknown(password) && username === "")
    return { property: "password", reason: "A password goes with a username, which is missing." };
  if (isUnknown([robot, mirrored]) || namespaceOf(robot) === namespaceOf(mirrored)) return undefined;
  const reason = `${robot} is no robot of ${namespaceOf(mirrored)}, which only its own robots may fill.`;
  return { property: "robot", reason };
}
