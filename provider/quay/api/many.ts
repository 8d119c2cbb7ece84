import { z } from "zod";

/** Up to so many a fault of each is noted. */
const FEW = 100;

/** A list of Quay's. Of a long one that is wrong the first fault is enough: zod would note one for every item. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodType<z.output<Item>[], z.input<Item>[]> {
  const quickly = z.array(z.unknown()).check(({ value, issues }) => {
    if (value.length > FEW) noteFirst(item, value.entries(), issues);
  });
  return quickly.pipe(z.array(item) as z.ZodType<z.output<Item>[], unknown[]>) as never;
}

/** A list for Quay. It is counted before anybody looks at what is in it: of a million things each could be wrong. */
export const counted = <Item extends z.ZodType>(most: number, list: z.ZodArray<Item>) =>
  z.preprocess((given, { addIssue }) => {
    if (Array.isArray(given) && given.length > most) addIssue(`There are more than ${most}.`);
    return given;
  }, list.max(most));

/** What Quay tells by name; of many as of a list. */
export function mapOf<Item extends z.ZodType>(
  item: Item,
): z.ZodType<Record<string, z.output<Item>>, Record<string, z.input<Item>>> {
  const quickly = z.record(z.string(), z.unknown()).check(({ value, issues }) => {
    const all = Object.entries(value);
    if (all.length > FEW) noteFirst(item, all, issues);
  });
  return quickly.pipe(z.record(z.string(), item) as never) as never;
}

function noteFirst(item: z.ZodType, all: Iterable<[string | number, unknown]>, issues: z.core.$ZodRawIssue[]): void {
  for (const [key, value] of all) {
    if (item.safeParse(value).success) continue;
    issues.push({ code: "custom", path: [key], input: value });
    return;
  }
}
