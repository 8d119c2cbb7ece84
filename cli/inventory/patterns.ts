import { referents } from "../../provider/lifecycle/definition";
import { resources } from "../../provider/resources";
import type { Existing } from "./inventory";

/**
 * Whether a resource is excluded by one of these patterns, in which * is any text: by its id, by its own name, or because what it
 * belongs to or refers to is excluded, as are the grants of an excluded repository.
 */
export function isExcluded(
  { kind, id, values }: Pick<Existing, "kind" | "id" | "values">,
  patterns: readonly string[],
) {
  if (patterns.length === 0) return false;
  const named = referents(resources[kind]?.refers ?? {}, values).filter(([referred]) => referred !== "Organization");
  const texts = [id, values.name, ...named.flatMap(([, other]) => [other, shortName(other)])];
  return patterns.some((pattern) => texts.some((text) => typeof text === "string" && regex(pattern).test(text)));
}

/** The part of an id behind its namespace. */
const shortName = (id: string) => id.slice(id.search(/[/+]/) + 1);

const regex = (pattern: string) =>
  new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, (sign) => (sign === "*" ? ".*" : `\\${sign}`))}$`, "s");
