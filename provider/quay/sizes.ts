import { z } from "zod";
import { quoted } from "./quoted";

/** Units of sizes: powers of 1024, then powers of 1000, and bytes. */
const UNITS: [unit: string, bytes: bigint][] = [
  ...["PiB", "TiB", "GiB", "MiB", "KiB"].map((unit, index): [string, bigint] => [unit, 1024n ** BigInt(5 - index)]),
  ...["PB", "TB", "GB", "MB", "KB"].map((unit, index): [string, bigint] => [unit, 1000n ** BigInt(5 - index)]),
  ["", 1n],
];

const MOST = 2n ** 53n;
const SIZE = /^(\d{1,16})(?:\.(\d{1,3}))? ?(?:([KMGTP]i?)B?|B)?$/;

/** A size such as `1.5 TiB`, as its number of bytes; undefined for other texts. A fraction of a byte is rounded. */
function parse(text: string): bigint | undefined {
  const [, whole, decimals = "", unit] = SIZE.exec(text) ?? [];
  if (whole === undefined || (decimals && !unit)) return undefined;
  const [, factor = 1n] = UNITS.find(([name]) => unit && name === `${unit}B`) ?? [];
  const divisor = 10n ** BigInt(decimals.length);
  return (BigInt(whole + decimals) * factor * 2n + divisor) / (2n * divisor);
}

/** The bytes of a valid size. */
export const bytesOf = (size: string): number => Number(parse(size));

/** The one text for a number of bytes, in the unit in which it is shortest: `500 GiB`, `1.5 TiB`, `2 GB`. */
export function sizeText(bytes: number): string {
  const exact = BigInt(bytes);
  const texts = UNITS.flatMap(([unit, factor]) => amounts(exact, factor).map((amount) => ({ amount, unit })));
  const same = texts.filter(({ amount, unit }) => parse(`${amount} ${unit}`.trim()) === exact);
  const [shortest] = same.sort((a, b) => a.amount.length - b.amount.length);
  return shortest ? `${shortest.amount} ${shortest.unit}`.trim() : String(bytes);
}

/** The amounts of a unit that come next to a number of bytes, with up to three decimals; none below one of the unit. */
function amounts(bytes: bigint, factor: bigint): string[] {
  if (bytes < factor) return [];
  return [0, 1, 2, 3].map((places) => {
    const scale = 10n ** BigInt(places);
    const digits = String((bytes * scale * 2n + factor) / (2n * factor)).padStart(places + 1, "0");
    return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  });
}

/** A size in a program. Every spelling becomes the text of its number of bytes. */
export const size = z.string().transform((text, { addIssue }) => {
  const bytes = parse(text);
  if (bytes === undefined)
    addIssue(`${quoted(text)} is not a size. Write it like "500 GiB" or "1.5 TiB", or as bytes: "536870912000".`);
  else if (bytes < 1n) addIssue("This is at least one byte.");
  else if (bytes > MOST) addIssue("This is at most 8 PiB.");
  else return sizeText(Number(bytes));
  return z.NEVER;
});
