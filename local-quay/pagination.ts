interface Item {
  id: number;
}

/** A page of a list, oldest first, and the token for the next one when there is more. */
export function pageAscending<T extends Item>(all: T[], size: number, token: string | undefined) {
  const last = position(token);
  return page(
    all.filter(({ id }) => last === undefined || id > last),
    size,
  );
}

/** A page of a list, newest first. */
export function pageDescending<T extends Item>(all: T[], size: number, token: string | undefined) {
  const last = position(token);
  const newest = [...all].sort((a, b) => b.id - a.id);
  return page(
    newest.filter(({ id }) => last === undefined || id < last),
    size,
  );
}

function page<T extends Item>(rest: T[], size: number) {
  const items = rest.slice(0, size);
  const last = items.at(-1);
  const next = rest.length > size && last ? { next_page: tokenAfter(last) } : {};
  return { items, next };
}

export const tokenAfter = ({ id }: Item) => Buffer.from(`after ${id}`).toString("base64url");

/** The id after which a page starts. For an invalid token it is the first page. */
export function position(token: string | undefined): number | undefined {
  const id = /^after (\d+)$/.exec(Buffer.from(token ?? "", "base64url").toString("latin1"))?.[1];
  return id === undefined ? undefined : Number(id);
}
