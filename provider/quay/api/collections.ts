import { z } from "zod";

/** Collections up to this length get all their issues reported; longer ones only the first. */
const MAX_FULLY_CHECKED = 100;

/** A list in Quay's answer. Of a long list only the first issue is reported, because zod would collect one for every item. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodType<z.output<Item>[], z.input<Item>[]> {
  const precheck = z.array(z.unknown()).check(({ value, issues }) => {
    if (value.length > MAX_FULLY_CHECKED) addFirstIssue(item, value.entries(), issues);
  });
  return precheck.pipe(z.array(item) as z.ZodType<z.output<Item>[], unknown[]>) as never;
}

/** A list in a request. Its length is checked before its items, which could yield an issue each. */
export const limitedList = <Item extends z.ZodType>(most: number, list: z.ZodArray<Item>) =>
  z.preprocess((given, { addIssue }) => {
    if (Array.isArray(given) && given.length > most) addIssue(`There are more than ${most}.`);
    return given;
  }, list.max(most));

/** A map in Quay's answer, with the same limit on issues as `listOf`. */
export function mapOf<Item extends z.ZodType>(
  item: Item,
): z.ZodType<Record<string, z.output<Item>>, Record<string, z.input<Item>>> {
  const precheck = z.record(z.string(), z.unknown()).check(({ value, issues }) => {
    const all = Object.entries(value);
    if (all.length > MAX_FULLY_CHECKED) addFirstIssue(item, all, issues);
  });
  return precheck.pipe(z.record(z.string(), item) as never) as never;
}

function addFirstIssue(
  item: z.ZodType,
  all: Iterable<[string | number, unknown]>,
  issues: z.core.$ZodRawIssue[],
): void {
  for (const [key, value] of all) {
    if (item.safeParse(value).success) continue;
    issues.push({ code: "custom", path: [key], input: value });
    return;
  }
}
