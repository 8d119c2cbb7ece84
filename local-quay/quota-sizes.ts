/** The format of quota sizes: an integer and a unit, with or without a space between them. */
export const sizePattern =
  /^(\d+\s?(B|KiB|MiB|GiB|TiB|PiB|EiB|ZiB|YiB|Ki|Mi|Gi|Ti|Pi|Ei|Zi|Yi|KB|MB|GB|TB|PB|EB|ZB|YB|K|M|G|T|P|E|Z|Y)?)$/;

const powers = "BKMGTPEZY";

/** Converts a size such as `10 GiB` to bytes. Units without an i are powers of 1000; without a unit it is bytes. */
export function bytesOf(size: string): number {
  const [, amount = "0", unit = ""] = /^(\d+)\s?(.*)$/.exec(size) ?? [];
  return Number(amount) * (unit.includes("i") ? 1024 : 1000) ** Math.max(0, powers.indexOf(unit[0] ?? "B"));
}

/** Formats bytes in the largest unit of which there is at least one. */
export function sizeOf(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(powers.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${oneDecimal(bytes / 1024 ** power)} ${power ? `${powers[power]}iB` : "Byte"}`;
}

/** Rounds half to even, as Python does and JavaScript does not. */
function oneDecimal(amount: number): string {
  const isHalfBelowEven = amount % 1 === 0.25;
  return (isHalfBelowEven ? amount - 0.05 : amount).toFixed(1);
}

/** The maximum of the database column. */
const maxBytes = 2 ** 63 - 1;

/** Why Quay refuses the size of a quota. A size with a unit is a float in Quay's message. */
export function sizeFault(bytes: number, hasUnit: boolean): string | undefined {
  if (bytes <= 0) return `Invalid quota size limit value: '${bytes}${hasUnit ? ".0" : ""}'`;
  return bytes > maxBytes ? "Unsupported quota size limit." : undefined;
}
