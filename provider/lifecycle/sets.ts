import { z } from "zod";
import type { Snapshot, Source } from "../snapshot";
import type { Reader } from "../snapshot/reader";

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
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Answered {
  accepts: Record<string, z.ZodType>;
  observe: Source<Properties, Properties>;
  create(quay: never, wanted: never, seen: never): Promise<Properties>;
  changes: readonly { yields?(answer: never, actual: never): Properties }[];
}

/** Puts what a kind is answered into the form that a program's values have after the check, so that both compare. */
export function withCanonicalAnswers<Kind extends Answered>(kind: Kind): Kind {
  if (!Object.values(kind.accepts).some(hasStructure)) return kind;
  const ordered = (values: Properties) => mapped(values, (value, name) => canonical(kind.accepts[name], value));
  return {
    ...kind,
    observe: (seen: Snapshot): Reader<Properties, Properties> => {
      const reader = seen.of(kind.observe);
      return {
        get: async (id, how) => {
          const found = await reader.get(id, how);
          return found && ordered(found);
        },
        list: async (values, how) => (await reader.list(values, how))?.map(ordered),
        isGone: (id) => reader.isGone(id),
        record: (id, state, how) => reader.record(id, state, how),
        forget: (id) => reader.forget(id),
        // Opened too, the reader behind it is told by itself.
        forgetUnder: () => {},
      };
    },
    create: async (quay: never, wanted: never, seen: never) => ordered(await kind.create(quay, wanted, seen)),
    changes: kind.changes.map(({ yields, ...change }) =>
      yields ? { ...change, yields: (answer: never, actual: never) => ordered(yields(answer, actual)) } : change,
    ),
  };
}

const unwrapped = (accepted: unknown): unknown => {
  if (accepted instanceof z.ZodOptional || accepted instanceof z.ZodDefault) return unwrapped(accepted.unwrap());
  return accepted instanceof z.ZodPipe ? unwrapped(accepted.in) : accepted;
};

function hasStructure(accepted: unknown): boolean {
  const plain = unwrapped(accepted);
  if (plain instanceof z.ZodRecord) return hasStructure(plain.valueType);
  return plain instanceof z.ZodArray || plain instanceof z.ZodObject;
}

function canonical(accepted: unknown, value: unknown): unknown {
  const plain = unwrapped(accepted);
  if (plain instanceof z.ZodArray && Array.isArray(value)) {
    const items = value.map((item) => canonical(plain.element, item));
    return sets.has(plain) ? sorted(items) : items;
  }
  if (plain instanceof z.ZodRecord && isObject(value))
    return mapped(value, (inner) => canonical(plain.valueType, inner));
  if (plain instanceof z.ZodObject && isObject(value)) {
    const names = [...new Set([...Object.keys(plain.shape), ...Object.keys(value)])];
    const said = names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]);
    return mapped(Object.fromEntries(said), (inner, name) => canonical(plain.shape[name], inner));
  }
  return value;
}

const mapped = (values: Properties, of: (value: unknown, name: string) => unknown): Properties =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value, name)]));
