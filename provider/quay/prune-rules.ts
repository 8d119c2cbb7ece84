import { z } from "zod";
import { quoted } from "./quoted";
import { isRegularExpression } from "./regular-expression";

/** What auto-prune policies may hold: Quay also accepts values that prune everything, crash it, or can never be meant. */

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };

/** The seconds of an age as Quay reads it, which may also be ` -1_0 d`. */
export const secondsOf = (age: string): number =>
  Number.parseInt(age.replaceAll("_", ""), 10) * (SECONDS[age.at(-1) ?? ""] ?? 0);

export const maxAge = z
  .string()
  .regex(/^[1-9]\d*[smhdwy]$/, {
    error: ({ input }) =>
      `${quoted(input)} is not an age. Write a whole number and its unit, h, d, w or y, for example 30d.`,
    abort: true,
  })
  .refine((age) => secondsOf(age) >= 3_600, "This is under an hour: m is minutes. Write at least 1h.")
  .refine((age) => secondsOf(age) <= secondsOf("100y"), "This is over 100 years.");

/** The largest number that every database holds. */
const MOST_TAGS = 2_147_483_647;

export const numberOfTags = z
  .number()
  .max(MOST_TAGS, { error: `This is over ${MOST_TAGS}.`, abort: true })
  .int()
  .min(1, "A policy leaves at least 1 tag.");

export const prunePattern = z
  .string()
  .regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u, {
    error: "A pattern is not empty, and has neither blanks around it, which Quay would cut off, nor several lines.",
    abort: true,
  })
  .refine(isRegularExpression, "This is not a regular expression that any database knows: Quay would prune nothing.");
