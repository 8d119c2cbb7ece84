/** Drawn in steps, so that not every pixel of scrolling draws again. */
const STEP = 4;

/** The indexes of the rows or columns to draw: those in sight and up to two steps around them. */
export function windowOf(scrolled: number, extent: number, each: number, count: number): number[] {
  const first = Math.floor(scrolled / each / STEP - 1) * STEP;
  const end = Math.ceil((scrolled + Math.max(extent, 0)) / each / STEP + 1) * STEP;
  const [from, to] = [Math.max(0, first), Math.min(count, end)];
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
