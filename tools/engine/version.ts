type Numbers = [major: number, minor: number, patch: number];

/** Compares versions. One without numbers, such as that of a development build, is never older. */
export function isOlder(version: string, than: string): boolean {
  return numbersOf(version) !== undefined && compare(version, than) < 0;
}

/** Sorts from old to new. */
export function compare(one: string, other: string): number {
  const [a, b] = [numbersOf(one) ?? zero, numbersOf(other) ?? zero];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

const zero: Numbers = [0, 0, 0];

function numbersOf(version: string): Numbers | undefined {
  const found = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}
