import { quayName } from "../../provider/lifecycle/origin";
import type { QuaySettings } from "../../provider/quay/settings";
import { nativeTypeOf, typeOf } from "../../provider/serve/stored";
import type { StackEntry } from "../stack-state/stack-state";
import type { AdoptedNamespace, ProgramEntry, ProgramOptions, WrittenProgram } from "./program/contract";
import { writeProgram } from "./program/write-program";

export interface Plan {
  program: WrittenProgram;
  /** What is to be imported: the entries of the program that the stack does not hold yet. */
  missing: ProgramEntry[];
  /** What the stack holds under another name, so that something else in its program declares it. */
  elsewhere: StackEntry[];
}

/**
 * Plans the program, and what of it is to be imported. What the stack holds as an entry of this program stays in the program, so
 * that adopting again writes the same text; what it holds under another name is left alone.
 */
export async function plan(
  namespaces: readonly AdoptedNamespace[],
  options: ProgramOptions,
  stack: readonly StackEntry[],
  settings: Pick<QuaySettings, "registry" | "url">,
): Promise<Plan> {
  const here = quayName(settings);
  const managed = stack.filter(({ isRead, origin }) => !isRead && (!origin || origin.quay === here));
  const held = new Map(managed.map((entry) => [`${entry.kind} ${entry.id}`, entry]));
  const elsewhere = new Map<string, StackEntry>();
  for (;;) {
    const rest = namespaces.map((namespace) => ({
      ...namespace,
      resources: namespace.resources.filter((one) => !elsewhere.has(keyOf(one))),
    }));
    const program = await writeProgram(rest, options);
    const others = program.entries.filter((entry) => {
      const known = held.get(keyOf(entry.resource));
      return known && !known.urn.endsWith(urnEnd(entry, program, options.native));
    });
    // Without these, others may be declared in another form, and have other names.
    for (const { resource } of others) elsewhere.set(keyOf(resource), held.get(keyOf(resource)) as StackEntry);
    if (others.length > 0) continue;
    const missing = program.entries.filter(({ resource }) => !held.has(keyOf(resource)));
    return { program, missing, elsewhere: [...elsewhere.values()] };
  }
}

const keyOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`;

/** The URN of an entry, from its types on. */
function urnEnd({ resource, name, parent }: ProgramEntry, { components }: WrittenProgram, native: boolean): string {
  const types = [native ? nativeTypeOf(resource.kind) : typeOf(resource.kind)];
  for (let above = parent; above !== undefined; ) {
    const component = components.find((one) => one.name === above);
    if (!component) break;
    types.unshift(component.type);
    above = component.parent;
  }
  return `::${types.join("$")}::${name}`;
}
