/** How Quay reads and writes the size of a quota: whole numbers of a unit, with or without a space before it. */
export const sizePattern =
  /^(\d+\s?(B|KiB|MiB|GiB|TiB|PiB|EiB|ZiB|YiB|Ki|Mi|Gi|Ti|Pi|Ei|Zi|Yi|KB|MB|GB|TB|PB|EB|ZB|YB|K|M|G|T|P|E|Z|Y)?)$/;

const powers = "BKMGTPEZY";

/** `10 GiB` in bytes; units without an i count in thousands, and no unit means bytes. */
export function bytesOf(size: string): number {
  const [, amount = "0", unit = ""] = /^(\d+)\s?(.*)$/.exec(size) ?? [];
  return Number(amount) * (unit.includes("i") ? 1024 : 1000) ** Math.max(0, powers.indexOf(unit[0] ?? "B"));
}

/** The same the other way round, in the largest unit of which there is at least one. */
export function sizeOf(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(powers.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${oneDecimal(bytes / 1024 ** power)} ${power ? `${powers[power]}iB` : "Byte"}`;
}

/** Rounded as Python does it: a half goes to the even neighbour, of which JavaScript knows nothing. */
function oneDecimal(amount: number): string {
  const isHalfBelowEven = amount % 1 === 0.25;
  return (isHalfBelowEven ? amount - 0.05 : amount).toFixed(1);
}

/** The most that a column of the database holds. */
const maxBytes = 2 ** 63 - 1;

/** Why a quota cannot be so large. Sizes that came with a unit are numbers with a point to Quay. */
export function sizeFault(bytes: number, hasUnit: boolean): string | undefined {
  if (bytes <= 0) return `Invalid quota size limit value: '${bytes}${hasUnit ? ".0" : ""}'`;
  return bytes > maxBytes ? "Unsupported quota size limit." : undefined;
}
