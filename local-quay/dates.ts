/** The format of most dates in Quay: `Sat, 21 Nov 2026 20:50:29 -0000`. */
export const rfc2822 = (date: Date) => date.toUTCString().replace("GMT", "-0000");
export const rfc2822OrNull = (date: Date | null) => date && rfc2822(date);

/** The format of mirrors: `2026-11-21T20:50:29Z`. */
export const iso = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

/** The format of access tokens, with microseconds. */
export const isoMicro = (date: Date) => date.toISOString().replace("Z", "000Z");

/** Adds leading zeros to a date in the format of mirrors. Undefined when it is invalid. */
export function normalIso(text: string): string | undefined {
  const parts = /^(\d{4})-(\d\d?)-(\d\d?)T(\d\d?):(\d\d?):(\d\d?)Z$/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year, ...rest] = parts.map((part, i) => part.padStart(i ? 2 : 4, "0"));
  const [month, day, hour, minute, second] = rest;
  const padded = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const date = new Date(padded);
  return !Number.isNaN(date.getTime()) && iso(date) === padded ? padded : undefined;
}

export const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
