import type { Snapshot } from "../snapshot";
import { namespacePolicies } from "../snapshot/immutability-policies";
import { proxyCaches } from "../snapshot/proxy-caches";
import { repositoryLists } from "../snapshot/repositories";

/** What Quay wants an organization to be rid of before it becomes a mirror. */

/** Why an organization that holds repositories cannot become a mirror; undefined when none are seen: Quay looks again. */
export async function occupiedBy(snapshot: Snapshot, organization: string): Promise<string | undefined> {
  const all = await snapshot
    .of(repositoryLists)
    .shown(organization)
    .catch(() => []);
  if (all.length === 0) return undefined;
  const held = `${organization} holds ${all.length === 1 ? "a repository" : `${all.length} repositories`}: ${few(all.map(({ name }) => name))}.`;
  return `${held} Only an organization without any becomes a mirror. Delete them first, or mirror into another organization.`;
}

/** What Quay's refusal of a new mirror means, by name. */
export async function obstacle(snapshot: Snapshot, organization: string, reason: string): Promise<string | undefined> {
  if (/already contains repositories/.test(reason)) return occupiedBy(snapshot, organization);
  if (/has immutability policies/.test(reason)) {
    const policies = await snapshot.of(namespacePolicies).list({ namespace: organization, tagPattern: "" });
    return `They are those for ${few((policies ?? []).map(({ tagPattern }) => tagPattern))}. Delete them first, or mirror into another organization.`;
  }
  if (!/has a proxy cache/.test(reason)) return undefined;
  const [cache] = (await snapshot.of(proxyCaches).list({ organization })) ?? [];
  return cache && `It is that of ${cache.upstream}. Delete it first, or mirror into another organization.`;
}

/** The first few in words. */
function few(names: readonly string[]): string {
  const [first, ...others] = [...names].sort();
  const shown = [first, ...others.slice(0, 2)].join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
