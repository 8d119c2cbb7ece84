import type { Connection } from "../../provider/lifecycle/definition";
import { robotLists } from "../../provider/snapshot/robots";
import { userGrantsIn } from "./read-organization";
import { ghostNote, type ReadNamespace, reading } from "./reading";
import { markCreators, repositoriesWith } from "./repository-access";

/** Who may do what in a user's own namespace, which has no teams, and no list of grants but that of each repository. */
export async function userAccess(name: string, connection: Connection, only?: string): Promise<ReadNamespace> {
  const { snapshot } = connection;
  const isOwn = (await snapshot.user.self())?.username === name;
  const [granted, robots] = await Promise.all([
    reading(`the grants in ${name}`, () => userGrantsIn(name, snapshot, only)),
    isOwn ? reading(`the robots of ${name}`, () => snapshot.of(robotLists).placesIn(name)) : new Map<string, object>(),
  ]);
  const { repositories, ghosts } = await repositoriesWith(name, connection, granted, only);
  return {
    name,
    kind: "user",
    repositories: markCreators(repositories, () => false),
    defaultPermissions: [],
    teams: [],
    robots: [...robots.keys()],
    notes: [
      ...ghostNote(name, ghosts),
      ...(isOwn ? [] : [`Quay shows the robots of ${name} to ${name} only: those without grants are left out.`]),
    ],
  };
}
