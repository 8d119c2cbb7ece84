import { getOrgRobot, getOrgRobots, getUserRobot, getUserRobots, type RobotView } from "../quay/api/robot";
import { QuayError } from "../quay/client/errors";
import { keepSecret } from "../quay/client/masking";
import type { Quay } from "../quay/client/quay";
import type { Snapshot, Source } from ".";
import { type Absence, absence } from "./absence";
import { containerReader } from "./container-reader";
import { type Container, isWithin, namespaceOf } from "./containers";
import { ListReader } from "./list-reader";
import { Memo } from "./memo";
import type { Freshness } from "./reader";
import type { User } from "./user";

export interface Robot {
  namespace: string;
  name: string;
  description: string;
  metadata?: Record<string, unknown>;
  token: string;
}

/** Where a robot is a member or has grants. */
export interface RobotPlaces {
  /** Names of teams of its organization. */
  teams: ReadonlySet<string>;
  /** Names, within its namespace, of the repositories that it was granted. */
  repositories: readonly string[];
}

interface RobotKey {
  namespace: string;
  name: string;
  /** Lists leave metadata out, so a robot whose metadata is managed is read singly. */
  metadata?: unknown;
}

const fullName = ({ namespace, name }: RobotKey) => `${namespace}+${name}`;

export function robot({ namespace, name }: RobotKey, view: RobotView): Robot {
  if (view.token === undefined) {
    throw new QuayError(`Quay shows robot ${fullName({ namespace, name })} without its token: ours is too narrow.`);
  }
  const { description, token, unstructured_metadata } = view;
  keepSecret(token);
  // Lists leave metadata out, so a missing value does not mean that there is none.
  const metadata = unstructured_metadata === undefined ? undefined : (unstructured_metadata ?? {});
  return { namespace, name, description: description ?? "", metadata, token };
}

export const robots: Source<RobotKey, Robot> = (snapshot) =>
  containerReader(snapshot, (id) => ["Robot", fullName(id)], snapshot.of(robotLists));

export const robotLists = (snapshot: Snapshot): RobotLists => new RobotLists(snapshot);

/** Robots of organizations and of the token's own user. */
export class RobotLists extends ListReader<RobotKey, Robot> {
  private readonly quay: Quay;
  private readonly absence: Absence;
  private readonly user: User;
  /** What lists with permissions show besides, by full name. */
  private readonly places = new Map<string, RobotPlaces>();
  private readonly single = new Memo<Robot | undefined>();

  constructor(snapshot: Snapshot) {
    super(snapshot, {
      of: ({ namespace }) => ["Organization", namespace],
      key: ({ name }) => name,
      read: (of) => this.absence.within(of, () => this.listed(of[1])),
      readOne: (id) => this.readOne(id),
    });
    this.quay = snapshot.quay;
    this.absence = snapshot.of(absence);
    this.user = snapshot.user;
  }

  override get(id: RobotKey, how?: Freshness): Promise<Robot | undefined> {
    if (id.metadata === undefined) return super.get(id, how);
    if (how?.fresh) this.single.forget(fullName(id));
    return this.withMetadata(id);
  }

  /** Reads a robot with its metadata. When the single read finds none, the list must not show it either. */
  private async withMetadata(id: RobotKey): Promise<Robot | undefined> {
    const found = await this.readOne(id);
    if (found || !(await super.get(id))) return found;
    this.quay.noteMalformedAnswer();
    throw new QuayError(`Quay lists robot ${fullName(id)}, and finds none of that name. Try again.`);
  }

  override record(id: RobotKey, state: Robot | undefined): void {
    super.record(id, state);
    this.single.set(fullName(id), state);
  }

  override forget(id: RobotKey): void {
    super.forget(id);
    this.single.forget(fullName(id));
  }

  override forgetUnder(container: Container): void {
    super.forgetUnder(container);
    this.single.forgetWhere((name) => isWithin(["Robot", name], container));
    for (const name of this.places.keys()) if (isWithin(["Robot", name], container)) this.places.delete(name);
  }

  /** The teams of a robot, from the list of its namespace; undefined for a robot of another namespace. */
  async teamsOf(organization: string, robot: string): Promise<ReadonlySet<string> | undefined> {
    const [namespace = "", name = ""] = robot.split("+");
    if (namespace !== organization) return undefined;
    await super.get({ namespace, name }).catch(() => undefined);
    return this.places.get(robot)?.teams;
  }

  /** Teams and repositories of all robots of a namespace, by full name. */
  async placesIn(namespace: string): Promise<Map<string, RobotPlaces>> {
    await this.list({ namespace, name: "" });
    return new Map([...this.places].filter(([name]) => namespaceOf(name) === namespace));
  }

  private async listed(namespace: string): Promise<Robot[]> {
    // Quay uses the name as an SQL pattern, in which _ matches any character, and may list robots of other namespaces too.
    const prefix = `${namespace}+`;
    const { robots } = await this.user.either(
      namespace,
      () => getOrgRobots(this.quay, { orgname: namespace, permissions: true }),
      () => getUserRobots(this.quay, { permissions: true }),
    );
    const own = robots.filter((view) => view.name.startsWith(prefix));
    for (const { name, teams = [], repositories = [] } of own) {
      this.places.set(name, { teams: new Set(teams.map((team) => team.name)), repositories });
    }
    return own.map((view) => robot({ namespace, name: view.name.slice(prefix.length) }, view));
  }

  private readOne(id: RobotKey): Promise<Robot | undefined> {
    return this.single.get(fullName(id), () => this.absence.readOne(id.namespace, () => this.readRobot(id)));
  }

  /** Reads a single robot. Throws when it does not exist. */
  async readRobot(id: RobotKey): Promise<Robot> {
    const { namespace, name } = id;
    const view = await this.user.either(
      namespace,
      () => getOrgRobot(this.quay, { orgname: namespace, robot_shortname: name }),
      () => getUserRobot(this.quay, { robot_shortname: name }),
    );
    this.quay.requireSame(`robot ${fullName(id)}`, view.name, fullName(id));
    return robot(id, view);
  }
}
