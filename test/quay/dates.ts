/** Most of Quay writes `Sat, 21 Nov 2026 20:50:29 -0000`. */
export const rfc2822 = (date: Date) => date.toUTCString().replace("GMT", "-0000");
export const rfc2822OrNull = (date: Date | null) => date && rfc2822(date);

/** Mirrors write `2026-11-21T20:50:29Z`. */
export const iso = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

/** Access tokens write the microseconds too. */
export const isoMicro = (date: Date) => date.toISOString().replace("Z", "000Z");

export const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
