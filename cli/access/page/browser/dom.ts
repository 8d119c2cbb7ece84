/** An element with attributes and children. Text is only ever text: nothing here parses HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A name, apart from the direction of the text around it. */
export const named = (name: string) => element("bdi", {}, name);

export const list = (items: (Node | string)[]) => element("ul", {}, ...items.map((item) => element("li", {}, item)));

/** A table with a row of headings. */
export function table(headings: string[], rows: (Node | string)[][]): HTMLTableElement {
  const head = element(
    "thead",
    {},
    element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text))),
  );
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  return element("table", {}, head, element("tbody", {}, ...body));
}

/** How many of how many. */
export const counts = (shown: number, all: number) => `${shown.toLocaleString("en")} of ${all.toLocaleString("en")}`;

/** A count with its noun: 1 robot, 1,000 repositories. */
export const count = (amount: number, one: string, many = `${one}s`) =>
  `${amount.toLocaleString("en")} ${amount === 1 ? one : many}`;
