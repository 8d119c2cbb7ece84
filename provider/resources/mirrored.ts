import type { Snapshot } from "../snapshot";
import { namespaceOf } from "../snapshot/containers";
import { mirrors } from "../snapshot/mirrors";

/** Why Quay lets nobody change what is in a repository, from its refusal: by its state, and the mirror that fills it. */
export async function whyUnchangeable(
  reason: string,
  repository: string,
  snapshot: Snapshot,
): Promise<string | undefined> {
  const [, state] = /^Repository is in read only or mirror mode: (\d+)/.exec(reason) ?? [];
  if (state === "1") return `${repository} is READ_ONLY: what is in it stays as it is until its state is NORMAL again.`;
  if (state === "4") {
    const organization = namespaceOf(repository);
    return `${organization} is mirrored as a whole, by OrganizationMirror ${organization}: what is in ${repository} comes from there.`;
  }
  if (state !== "2") return undefined;
  const mirror = await snapshot
    .of(mirrors)
    .get({ repository })
    .catch(() => undefined);
  if (!mirror) return `The state of ${repository} is MIRROR: only the robot of its mirror changes what is in it.`;
  return (
    `${repository} is a mirror of ${mirror.externalReference}: its tags come from there. Leave them to RepositoryMirror ${repository}, ` +
    "or remove that."
  );
}
