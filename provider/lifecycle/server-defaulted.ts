import type { z } from "zod";

interface Accepting {
  accepts: Record<string, z.ZodType>;
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
    names = new Set(withoutValue.filter(({ is }) => is.success && is.data === undefined).map(({ name }) => name));
    serverDefaultedProperties.set(resource, names);
  }
  return names.has(name);
}
