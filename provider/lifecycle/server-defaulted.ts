import type { z } from "zod";

interface Accepting {
  accepts: Record<string, z.ZodType>;
  noneByDefault: readonly string[];
}

const serverDefaultedProperties = new WeakMap<Accepting, Set<string>>();

/** Whether Quay chooses the property's value when the program does not set it. It is an output only while the program sets it. */
export function isServerDefaulted(resource: Accepting, name: string): boolean {
  let names = serverDefaultedProperties.get(resource);
  if (!names) {
    const withoutValue = Object.entries(resource.accepts).map(([name, accepted]) => ({
      name,
      is: accepted.safeParse(undefined),
    }));
    const optional = withoutValue.filter(({ is }) => is.success && is.data === undefined).map(({ name }) => name);
    names = new Set(optional.filter((name) => !resource.noneByDefault.includes(name)));
    serverDefaultedProperties.set(resource, names);
  }
  return names.has(name);
}
