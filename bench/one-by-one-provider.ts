import { getOrganization } from "../provider/quay/api/organization";
import { getRepo } from "../provider/quay/api/repository";
import { getOrgRobot } from "../provider/quay/api/robot";
import type { Quay } from "../provider/quay/client/quay";
import { Connections } from "../provider/serve/connections";
import * as ours from "../provider/serve/dynamic";
import type { Snapshot } from "../provider/snapshot";
import { teamGrants, userGrants } from "../provider/snapshot/grants";
import type { Organization, Team } from "../provider/snapshot/namespaces";
import { organizations, teams } from "../provider/snapshot/organizations";
import type { Reader } from "../provider/snapshot/reader";
import { type Repository, repositories } from "../provider/snapshot/repositories";
import { type Robot, robot, robots } from "../provider/snapshot/robots";

/** A snapshot that reads each object with a request of its own, as other tools do, instead of sharing lists. */
function oneByOne(quay: Quay): Snapshot {
  const grant = async (repository: string, kind: "team" | "user", name: string) => {
    const path = `/v1/repository/${repository}/permissions/${kind}/${name}`;
    const { role } = (await quay.send({ method: "GET", path, repeatable: true })) as { role: string };
    return { repository, [kind]: name, role };
  };
  const readers = new Map<unknown, object>([
    [
      organizations,
      reading(async ({ name }: Organization) => {
        const { email } = await getOrganization(quay, { orgname: name });
        return { name, email };
      }),
    ],
    [
      teams,
      reading(async ({ organization, name }: Team) => {
        const { teams } = await getOrganization(quay, { orgname: organization });
        const { role, description } = teams?.[name] ?? {};
        return { organization, name, role, description };
      }),
    ],
    [
      repositories,
      reading(async ({ namespace, name }: Repository) => {
        const view = await getRepo(quay, { repository: `${namespace}/${name}`, includeTags: false });
        const { is_public, description } = view;
        return { namespace, name, visibility: is_public ? "public" : "private", description: description ?? "" };
      }),
    ],
    [
      robots,
      reading(async ({ namespace, name }: Robot) =>
        robot({ namespace, name }, await getOrgRobot(quay, { orgname: namespace, robot_shortname: name })),
      ),
    ],
    [
      teamGrants,
      reading(({ repository, team }: { repository: string; team: string }) => grant(repository, "team", team)),
    ],
    [
      userGrants,
      reading(({ repository, user }: { repository: string; user: string }) => grant(repository, "user", user)),
    ],
  ]);
  return { of: (source: unknown) => readers.get(source) } as unknown as Snapshot;
}

const reading = <Id, State>(get: (id: Id) => Promise<State>): Reader<Id, State> => ({
  get,
  list: async () => undefined,
  record: () => undefined,
  forget: () => undefined,
  isGone: async (id) => (await get(id)) === undefined,
  forgetUnder: () => undefined,
});

class NaiveConnections extends Connections {
  override get(setting: (key: string) => string | undefined) {
    const access = super.get(setting);
    const to = (namespace: string | undefined) => {
      const { quay } = access.connectionFor(namespace);
      return { quay, snapshot: oneByOne(quay) };
    };
    return { ...access, to };
  }
}

const connections = new NaiveConnections();

/** The handlers of this package, without shared lists. */
export const dynamic = (kind: string) => ours.dynamic(kind, connections);
