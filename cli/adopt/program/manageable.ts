import { check } from "../../../provider/lifecycle/check";
import type { Resource } from "../../../provider/lifecycle/resource";
import type { QuaySettings } from "../../../provider/quay/settings";
import { resources as kinds } from "../../../provider/resources";
import type { FoundResource } from "../../import-file/resource-list";

/**
 * The resources that a preview of the program would accept, and a sentence for each of the others. Of equal ones, which Quay
 * allows for default permissions, the first counts.
 */
export function manageable(found: readonly FoundResource[]): { kept: FoundResource[]; leftOut: string[] } {
  const kept: FoundResource[] = [];
  const leftOut: string[] = [];
  const unique = new Map([...found].reverse().map((each) => [`${each.kind} ${each.id}`, each]));
  for (const each of [...unique.values()].reverse()) {
    const failures = mistakesOf(each);
    if (failures.length === 0) kept.push(each);
    else leftOut.push(`${each.kind} ${each.id} cannot be managed. ${failures.join(" ")}`);
  }
  return { kept, leftOut };
}

/** That of any Quay: what exists was found in it. */
const settings = { url: "https://quay.example.com", registry: "quay.example.com" } as QuaySettings;

/** Names that Quay accepted in former versions, for example, and that its API refuses now. */
function mistakesOf({ kind, inputs }: FoundResource): string[] {
  const resource = kinds[kind] as Resource;
  const { failures } = check(resource, settings, {}, inputs);
  return failures
    .filter(({ property }) => inputs[property] !== undefined || !resource.secrets.includes(property))
    .map(({ property, reason }) => `${property}: ${reason}`);
}
