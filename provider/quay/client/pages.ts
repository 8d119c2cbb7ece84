import { QuayError } from "./errors";

interface Page {
  next_page?: string;
}

/**
 * Every item of a paginated list. Quay answers an invalid or expired `next_page` with the first page again, so a repeated item
 * is an error; otherwise the list would never end.
 */
export async function* pages<P extends Page, Item>(
  fetchPage: (next_page: string | undefined) => Promise<P>,
  itemsOf: (page: P) => Item[],
  nameOf: (item: Item) => string,
): AsyncGenerator<Item> {
  const seen = new Set<string>();
  let next: string | undefined;
  for (let pageNumber = 1; ; pageNumber++) {
    const page: P = await fetchPage(next);
    requireProgress(pageNumber, itemsOf(page).length, page.next_page);
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

/** More pages than any Quay has: a million items at a hundred per page. */
const MAX_PAGES = 10_000;

/** Throws when there is a next page although this one is empty or the limit is reached. */
export function requireProgress(pageNumber: number, found: number, next: unknown): void {
  if (!next || (found > 0 && pageNumber < MAX_PAGES)) return;
  throw new QuayError(
    found > 0 ? `Quay's list does not end after ${MAX_PAGES} pages.` : "Quay's list goes on after an empty page.",
  );
}
