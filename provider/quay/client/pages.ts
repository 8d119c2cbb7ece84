import { QuayError } from "./errors";

interface Page {
  next_page?: string;
}

/**
 * Every item of a list that Quay hands out in pages. Quay answers with the first page to a `next_page` that it does not
 * understand any more, so a list that begins anew is an error, not an endless list.
 */
export async function* pages<P extends Page, Item>(
  ask: (next_page: string | undefined) => Promise<P>,
  itemsOf: (page: P) => Item[],
  nameOf: (item: Item) => string,
): AsyncGenerator<Item> {
  const seen = new Set<string>();
  let next: string | undefined;
  for (let turned = 1; ; turned++) {
    const page: P = await ask(next);
    demandEnd(turned, itemsOf(page).length, page.next_page);
    for (const item of itemsOf(page)) {
      const name = nameOf(item);
      if (seen.has(name)) throw new QuayError(`Quay began its list anew after ${seen.size} of its items (${name}).`);
      seen.add(name);
      yield item;
    }
    next = page.next_page;
    if (!next) return;
  }
}

/** So many pages no Quay has: at a hundred on each it would be a million. */
const MOST = 10_000;

/** Throws when a list that names another page has none on this, or too many before. */
export function demandEnd(turned: number, found: number, next: unknown): void {
  if (!next || (found > 0 && turned < MOST)) return;
  throw new QuayError(
    found > 0 ? `Quay's list does not end after ${MOST} pages.` : "Quay's list goes on after an empty page.",
  );
}
