import { z } from "zod";
import type { Snapshot, Source } from "../snapshot";
import type { Reader } from "../snapshot/reader";

type Properties = Record<string, unknown>;

const sets = new WeakSet<z.ZodType>();

/** A list without order and duplicates. */
export function setOf<Item extends z.ZodType>(item: Item) {
  const list = z.array(item);
  sets.add(list);
  return Object.assign(list.transform(sorted), { element: item });
}

function sorted<Item>(items: readonly Item[]): Item[] {
  const byText = new Map(items.map((item) => [canonicalText(item), item]));
  return [...byText].sort(([a, one], [b, other]) => inOrder(one, other) ?? (a < b ? -1 : 1)).map(([, item]) => item);
}

const inOrder = (one: unknown, other: unknown) =>
  typeof one === "number" && typeof other === "number" ? one - other : undefined;

/** JSON with sorted properties, for comparisons. */
export const canonicalText = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface KindWithAnswers {
  accepts: Record<string, z.ZodType>;
  observe: Source<Properties, Properties>;
  create(quay: never, wanted: never, snapshot: never): Promise<Properties>;
  changes: readonly { yields?: Record<string, ((answer: never, actual: never) => unknown) | undefined> }[];
}

/** Normalizes Quay's answers as the check normalizes a program's values, so that both can be compared. */
export function withCanonicalAnswers<Kind extends KindWithAnswers>(kind: Kind): Kind {
  if (!Object.values(kind.accepts).some(hasStructure)) return kind;
  const canonicalValues = (values: Properties) => mapped(values, (value, name) => canonical(kind.accepts[name], value));
  return {
    ...kind,
    observe: (snapshot: Snapshot): Reader<Properties, Properties> => {
      const reader = snapshot.of(kind.observe);
      return {
        get: async (id, how) => {
          const found = await reader.get(id, how);
          return found && canonicalValues(found);
        },
        list: async (values, how) => (await reader.list(values, how))?.map(canonicalValues),
        isGone: (id) => reader.isGone(id),
        record: (id, state, how) => reader.record(id, state, how),
        forget: (id) => reader.forget(id),
        // The snapshot calls the inner reader itself.
        forgetUnder: () => {},
      };
    },
    create: async (quay: never, wanted: never, snapshot: never) =>
      canonicalValues(await kind.create(quay, wanted, snapshot)),
    changes: kind.changes.map(({ yields, ...change }) => ({
      ...change,
      yields:
        yields &&
        mapped(yields, (value, name) => (answer: never, actual: never) => {
          return canonical(kind.accepts[name], value?.(answer, actual));
        }),
    })),
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
    // What only Quay's answer has would be drift that no update removes.
    const names = Object.keys(plain.shape).filter((name) => value[name] !== undefined);
    const present = names.map((name) => [name, value[name]]);
    return mapped(Object.fromEntries(present), (inner, name) => canonical(plain.shape[name], inner));
  }
  return value;
}

const mapped = <From, To>(values: Record<string, From>, of: (value: From, name: string) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value, name)]));
