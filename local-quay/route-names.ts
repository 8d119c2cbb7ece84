export const shape = (route: string) => route.replace(/\{\w+\}/g, "{}");

/** Finds a route whatever its parameters are called. Throws when there is none. */
export function knownRoute(route: string, known: string[]): string {
  const found = known.find((one) => shape(one) === shape(route));
  if (!found) throw new Error(`The local Quay has no route ${route}. Did you mean ${nearest(route, known)}?`);
  return found;
}

function nearest(word: string, words: string[]): string | undefined {
  const distances = words.map((one) => ({ one, far: distance(word, one) }));
  return distances.sort((a, b) => a.far - b.far)[0]?.one;
}

/** The Levenshtein distance of two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
