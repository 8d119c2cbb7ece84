import { z } from "zod";

/** A moment as RFC 3339 in UTC, in whole seconds as Quay stores it. */
export const canonicalTime = (milliseconds: number) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** A moment, which RFC 3339 can write in several ways. */
export const moment = z.string().transform((text, context) => {
  const [, day] = /^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.exec(text) ?? [];
  const milliseconds = day && isRealDate(day) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return canonicalTime(milliseconds);
  context.addIssue({
    code: "custom",
    message: "This is not a moment, for example 2027-01-31T12:00:00Z.",
  });
  return z.NEVER;
});

/** JavaScript parses February 30 as March 2. */
function isRealDate(day: string): boolean {
  const date = new Date(day);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
