/** The word of the list that was probably meant; undefined when none is similar. */
export function nearest(word: string, words: string[]): string | undefined {
  const maxDistance = Math.max(2, word.length / 2);
  const candidates = words.filter((other) => Math.abs(other.length - word.length) <= maxDistance);
  const ranked = candidates.map((other) => ({ other, far: distance(word.toLowerCase(), other.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.far - b.far);
  return best && best.far <= maxDistance ? best.other : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
