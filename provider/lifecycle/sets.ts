import { z } from "zod";

type Properties = Record<string, unknown>;

const sets = new WeakSet<z.ZodType>();

/** A list whose order means nothing, and in which to say a thing twice is to say it once. */
export function setOf<Item extends z.ZodType>(item: Item) {
  const list = z.array(item);
  sets.add(list);
  return Object.assign(list.transform(sorted), { element: item });
}

function sorted<Item>(items: readonly Item[]): Item[] {
  const byText = new Map(items.map((item) => [canonicalText(item), item]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** JSON in which the order of properties means nothing. */
const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Answered {
  accepts: Record<string, z.ZodType>;
  observe(seen: never): object;
  create(quay: never, wanted: never, seen: never): Promise<Properties>;
  changes: readonly { yields?(answer: never, actual: never): Properties }[];
}

/** Puts what a kind is answered into the form that a program's values have after the check, so that both compare. */
export function withCanonicalAnswers<Kind extends Answered>(kind: Kind): Kind {
  const ordered = <Values extends Properties | undefined>(values: Values) =>
    values && mapped(values, (value, name) => canonical(kind.accepts[name], value));
  return {
    ...kind,
    observe: (seen: never) =>
      new Proxy(kind.observe(seen), {
        get(reader: object, name) {
          const own = Reflect.get(reader, name);
          if (typeof own !== "function") return own;
          if (name !== "get" && name !== "getFresh") return own.bind(reader);
          return async (...args: unknown[]) => ordered(await own.apply(reader, args));
        },
      }),
    create: async (quay: never, wanted: never, seen: never) => ordered(await kind.create(quay, wanted, seen)),
    changes: kind.changes.map(({ yields, ...change }) =>
      yields ? { ...change, yields: (answer: never, actual: never) => ordered(yields(answer, actual)) } : change,
    ),
  };
}

function canonical(accepted: z.ZodType | undefined, value: unknown): unknown {
  if (accepted instanceof z.ZodOptional || accepted instanceof z.ZodDefault)
    return canonical(accepted.unwrap() as z.ZodType, value);
  if (accepted instanceof z.ZodPipe) return canonical(accepted.in as z.ZodType, value);
  if (accepted instanceof z.ZodArray && Array.isArray(value)) {
    const items = value.map((item) => canonical(accepted.element as z.ZodType, item));
    return sets.has(accepted) ? sorted(items) : items;
  }
  if (accepted instanceof z.ZodRecord && isObject(value))
    return mapped(value, (inner) => canonical(accepted.valueType as z.ZodType, inner));
  if (accepted instanceof z.ZodObject && isObject(value)) {
    const said = Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
    return mapped(said, (inner, name) => canonical(accepted.shape[name], inner));
  }
  return value;
}

const mapped = (values: Properties, of: (value: unknown, name: string) => unknown): Properties =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value, name)]));
