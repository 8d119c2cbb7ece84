const { npm_lifecycle_event: script, QUAY_TROUBLE_SEED, QUAY_TROUBLE_SEEDS } = process.env;

/** `npm run trouble` runs everything; `npm test` runs a tenth of it. */
export const full = script === "trouble" || QUAY_TROUBLE_SEEDS !== undefined;

const first = Number(QUAY_TROUBLE_SEED ?? 1);
const count = Number(QUAY_TROUBLE_SEEDS ?? (full && QUAY_TROUBLE_SEED === undefined ? 10 : 1));

/** The first seed: the same seed causes the same faults. */
export const seeds = Array.from({ length: count }, (_, index) => first + index);

interface Part {
  /** In `npm run trouble` only: it takes too long for `npm test`. */
  long?: boolean;
}

/** The tests of a part of the suite, once for each seed, which is printed at the start and with every failure. */
export function seeded(title: string, tests: (seed: number) => void, { long = false }: Part = {}): void {
  const now = full || !long;
  process.stdout.write(`${title}: ${now ? `seed ${seeds.join(", ")}` : "only in npm run trouble"}\n`);
  (now ? describe : describe.skip).each(seeds)(`${title} (QUAY_TROUBLE_SEED=%i)`, (seed) => tests(seed));
}

/** A reproducible source of random numbers. */
export class Random {
  private state: number;

  constructor(...of: (string | number)[]) {
    this.state = hash(of.join(" "));
  }

  /** From 0 up to, but not, 1. */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  happens(share: number): boolean {
    return this.roll() < share;
  }

  /** From 0 up to, but not, `end`. */
  below(end: number): number {
    return Math.floor(this.roll() * end);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** A random subset, possibly empty, in the given order. */
  some<T>(from: readonly T[], share = 0.5): T[] {
    return from.filter(() => this.happens(share));
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
}
