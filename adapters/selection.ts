import type { ExposedOperation } from "./exposed-operation";
import { exposedOperations } from "./exposed-operations";
import { furtherOperations } from "./further-operations";

/** Which operations an adapter exposes. */
export interface Selection {
  readOnly?: boolean;
  /** Their names, or `all` for every one; the sixteen when left out. */
  tools?: string[];
}

const all = [...exposedOperations, ...furtherOperations];

/** The operations to expose. Throws one sentence for an unknown name. */
export function selectTools({ readOnly = false, tools }: Selection): ExposedOperation[] {
  const names = all.map(({ name }) => name);
  const unknown = tools?.find((name) => name !== "all" && !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no tool ${unknown}. The tools are ${names.join(", ")}.`);
  const chosen = tools ? all.filter(({ name }) => tools.includes(name) || tools.includes("all")) : exposedOperations;
  return chosen.filter(({ hints }) => !readOnly || hints.readOnly);
}
