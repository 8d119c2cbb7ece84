import type { LocalQuay } from "../../local-quay";

/**
 * What a Quay holds, in names alone: without ids, dates and secrets, so that two Quays can be compared. Lists keep what
 * stands in them twice.
 */
export function image({ store }: LocalQuay) {
  const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
  const sorted = (texts: string[]) => [...texts].sort();
  const organizations = store
    .organizations()
    .sort(byName)
    .map((organization) => ({
      name: organization.name,
      // A Quay that was told none makes one up.
      email: organization.email.includes("@") ? organization.email : "",
      tagExpiration: organization.tagExpiration,
      teams: [...organization.teams.values()].sort(byName).map(({ name, role, description, members, invites }) => ({
        name,
        role,
        description,
        members: sorted([...members].map((member) => member.name)),
        invites: sorted(invites.map(({ invited }) => (typeof invited === "string" ? invited : invited.name))),
      })),
      robots: store
        .robotsOf(organization.name)
        .sort(byName)
        .map(({ name, description, metadata }) => ({
          name,
          description,
          metadata: metadata ?? {},
        })),
      defaultPermissions: sorted(
        [...organization.prototypes.values()].map(
          ({ delegate, activatingUser, role }) => `${delegate.kind} ${delegate.name} ${role} ${activatingUser?.name}`,
        ),
      ),
    }));
  const repositories = store
    .repositories()
    .sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1))
    .map((repository) => ({
      name: fullName(repository),
      isPublic: repository.isPublic,
      description: repository.description,
      state: repository.state,
      grants: sorted([...repository.grants].map(([{ name }, role]) => `${name} ${role}`)),
      tags: sorted(
        repository.tags
          .filter(({ end }) => end === null || end > Date.now())
          .map(({ name, digest, end, immutable }) => `${name} ${digest} ${end} ${immutable}`),
      ),
    }));
  return { organizations, repositories };
}

const fullName = ({ namespace, name }: { namespace: { name: string }; name: string }) => `${namespace.name}/${name}`;

/** The tokens of all robots, by their names. */
export function robotTokens({ store }: LocalQuay): Record<string, string> {
  const robots = [...store.accounts.values()].filter((account) => account.kind === "robot");
  return Object.fromEntries(robots.map(({ name, token }) => [name, token]));
}
