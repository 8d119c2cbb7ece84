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
  do {
    const page: P = await ask(next);
    for (const item of itemsOf(page)) {
      const name = nameOf(item);
      if (seen.has(name)) throw new QuayError(`Quay began its list anew after ${seen.size} of its items (${name}).`);
      seen.add(name);
      yield item;
    }
    next = page.next_page;
  } while (next);
}
