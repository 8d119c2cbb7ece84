import { getOrgRobot, getOrgRobots, getUserRobot, getUserRobots, type RobotView } from "../quay/api/robot";
import { QuayError } from "../quay/client/errors";
import { keepSecret } from "../quay/client/masking";
import type { Quay } from "../quay/client/quay";
import type { Absence } from "./absence";
import { type Container, ContainerTracker, goesWith } from "./containers";
import { ListCaches } from "./list-caches";
import { Memo } from "./memo";
import type { Reader } from "./reader";
import type { User } from "./user";

export interface Robot {
  namespace: string;
  name: string;
  description: string;
  metadata?: Record<string, unknown>;
  token: string;
}

interface Named {
  namespace: string;
  name: string;
  /** Lists leave it out: only where it is managed is the robot read by itself. */
  metadata?: unknown;
}

const MISSING = /^Could not find robot with specified username$/;
const fullName = ({ namespace, name }: Named) => `${namespace}+${name}`;

export function robot({ namespace, name }: Named, view: RobotView): Robot {
  if (view.token === undefined) {
    throw new QuayError(`Quay shows robot ${fullName({ namespace, name })} without its token: ours is too narrow.`);
  }
  const { description, token, unstructured_metadata } = view;
  keepSecret(token);
  // Lists leave it out, which does not mean that there is none.
  const metadata = unstructured_metadata === undefined ? undefined : (unstructured_metadata ?? {});
  return { namespace, name, description: description ?? "", metadata, token };
}

/** Robots of organizations and of the token's own user. */
export class Robots implements Reader<Named, Robot> {
  private readonly below: ContainerTracker<Named>;
  private readonly lists: ListCaches<Named, Robot>;
  private readonly memberships = new Map<string, Set<string>>();
  private readonly single = new Memo<Robot | undefined>();

  constructor(
    private readonly quay: Quay,
    private readonly absence: Absence,
    private readonly user: User,
    forgetUnder: (place: Container) => void,
  ) {
    this.below = new ContainerTracker((id) => ({ robot: fullName(id) }), forgetUnder);
    this.lists = new ListCaches({
      listKey: ({ namespace }) => namespace,
      key: ({ name }) => name,
      read: ({ namespace }) => this.absence.inNamespace(namespace, () => this.all(namespace)),
      one: (id) => this.alone(id),
    });
  }

  async get(id: Named): Promise<Robot | undefined> {
    const found = id.metadata === undefined ? await this.lists.get(id) : await this.whole(id);
    return this.below.seen(id, found);
  }

  /** With its metadata, which lists leave out. One that is not found alone must not be listed either. */
  private async whole(id: Named): Promise<Robot | undefined> {
    const found = await this.alone(id);
    if (found || !(await this.lists.get(id))) return found;
    this.quay.doubt();
    throw new QuayError(`Quay lists robot ${fullName(id)}, and finds none of that name. Try again.`);
  }

  record(id: Named, state: Robot | undefined): void {
    this.below.written(id, state !== undefined);
    this.lists.set(id, state);
    this.single.set(fullName(id), state);
  }

  forget(id: Named): void {
    this.below.doubted(id);
    this.lists.forget(id);
    this.single.forget(fullName(id));
  }

  isGone(id: Named): Promise<boolean> {
    return this.lists.gone(id);
  }

  forgetUnder(place: Container): void {
    if ("namespace" in place) {
      this.lists.forgetLists((namespace) => namespace === place.namespace);
      this.single.forgetWhere((name) => goesWith(name, place));
    }
    for (const name of this.memberships.keys()) if (goesWith(name, place)) this.memberships.delete(name);
  }

  /** The teams of a robot of any namespace, as its own namespace lists them; undefined when that list cannot say. */
  async teamsOf(organization: string, robot: string): Promise<Set<string> | undefined> {
    const [namespace = "", name = ""] = robot.split("+");
    if (namespace !== organization) return undefined;
    await this.lists.get({ namespace, name }).catch(() => undefined);
    return this.memberships.get(robot);
  }

  private async all(namespace: string): Promise<Map<string, Robot>> {
    // Quay takes the name for a pattern in which _ is any character, and lists the robots of look-alikes too.
    const begin = `${namespace}+`;
    const { robots } = await this.user.either(
      namespace,
      () => getOrgRobots(this.quay, { orgname: namespace, permissions: true }),
      () => getUserRobots(this.quay, { permissions: true }),
    );
    const own = robots.filter((view) => view.name.startsWith(begin));
    for (const { name, teams = [] } of own) this.memberships.set(name, new Set(teams.map((team) => team.name)));
    return new Map(
      own.map((view) => {
        const name = view.name.slice(begin.length);
        return [name, robot({ namespace, name }, view)];
      }),
    );
  }

  private alone(id: Named): Promise<Robot | undefined> {
    return this.single.get(fullName(id), () =>
      this.absence.unless(id.namespace, () => this.one(id), { nothing: MISSING }),
    );
  }

  private async one(id: Named): Promise<Robot> {
    const { namespace, name } = id;
    const view = await this.user.either(
      namespace,
      () => getOrgRobot(this.quay, { orgname: namespace, robot_shortname: name }),
      () => getUserRobot(this.quay, { robot_shortname: name }),
    );
    this.quay.demandSame(`robot ${fullName(id)}`, view.name, fullName(id));
    return robot(id, view);
  }
}
