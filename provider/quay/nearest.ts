/** Of these words the one that was probably meant; undefined when none is near. */
export function nearest(word: string, words: string[]): string | undefined {
  const most = Math.max(2, word.length / 2);
  const alike = words.filter((other) => Math.abs(other.length - word.length) <= most);
  const ranked = alike.map((other) => ({ other, far: distance(word.toLowerCase(), other.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.far - b.far);
  return best && best.far <= most ? best.other : undefined;
}

/** Levenshtein's: how many signs have to be put in, taken out or changed. */
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
