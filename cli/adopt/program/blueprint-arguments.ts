import type { Grants, OrganizationParts, RepositoryPart, TeamPart } from "./organization-parts";

type Fields = Record<string, unknown>;

/** The arguments of a blueprint as plain values, in the order in which a person writes them. */
export function blueprintArguments(
  parts: OrganizationParts,
  repository: (part: RepositoryPart, name: string) => unknown = repositoryArguments,
): Fields {
  const { settings, teams, robots, repositories } = parts;
  return {
    ...settings,
    ...withoutEmpty({
      teams: mapped(teams, teamArguments),
      robots: mapped(robots, (robot) => robot),
      repositories: mapped(repositories, repository),
      defaultPermissions: defaultPermissions(parts),
    }),
  };
}

const teamArguments = ({ settings, members, robots }: TeamPart): Fields => ({
  ...settings,
  ...withoutEmpty({ members, robots }),
});

const repositoryArguments = ({ settings, grants }: RepositoryPart): Fields => ({
  ...settings,
  ...grantArguments(grants),
});

function defaultPermissions({ defaultPermissions, createdBy }: OrganizationParts): Fields {
  const creators = {
    robots: mapped(createdBy.robots, grantArguments),
    users: mapped(createdBy.users, grantArguments),
  };
  return { ...grantArguments(defaultPermissions), ...withoutEmpty({ createdBy: withoutEmpty(creators) }) };
}

const grantArguments = ({ teams, robots, users }: Grants): Fields =>
  withoutEmpty({
    teams: Object.fromEntries(teams),
    robots: Object.fromEntries(robots),
    users: Object.fromEntries(users),
  });

const mapped = <From>(all: Map<string, From>, to: (value: From, name: string) => unknown): Fields =>
  Object.fromEntries([...all].map(([name, value]) => [name, to(value, name)]));

const withoutEmpty = (fields: Record<string, object>): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0));
