import { Unaddressable, whyUnaddressable } from "../quay/addressable";
import { getRepoMirrorConfig, type RepositoryMirrorView } from "../quay/api/mirror";
import type { Snapshot } from ".";
import { absence } from "./absence";
import { type Container, isWithin, namespaceOf } from "./containers";
import { ListReader } from "./list-reader";
import type { ListingDepth } from "./listing-depth";
import { connectionOf, type MirrorConnection } from "./mirror-connections";
import type { Freshness } from "./reader";
import { type Repository, repositories, repositoryLists } from "./repositories";

export interface RepositoryMirror extends MirrorConnection {
  repository: string;
  externalReference: string;
  robot: string;
  tags: string[];
  syncIntervalSeconds: number;
  enabled: boolean;
  username: string;
  unsignedImages: boolean;
  timeoutSeconds: number;
  architectures: string[];
  syncStatus: string;
  nextSync?: string;
}

type Key = Pick<RepositoryMirror, "repository">;

export const mirrors = (snapshot: Snapshot): Mirrors => new Mirrors(snapshot);

/**
 * Mirrors of repositories. Quay deletes no configuration of a mirror: a repository is one while its state is MIRROR too, which the
 * list of its namespace tells. So only repositories in that state are asked for it.
 */
export class Mirrors extends ListReader<Key, RepositoryMirror> {
  /** What this run knows to be a mirror. */
  private readonly known = new Map<string, RepositoryMirror>();

  constructor(snapshot: Snapshot) {
    super(snapshot, {
      of: ({ repository }) => ["Repository", repository],
      read: ([, repository]) => this.read(repository),
      readFresh: ([, repository]) => this.read(repository, { fresh: true }),
    });
  }

  /** The mirror of a repository, if this run has made or seen it. */
  peek(repository: string): RepositoryMirror | undefined {
    return this.known.get(repository);
  }

  override record(id: Key, state: RepositoryMirror | undefined, how?: { isNew?: boolean }): void {
    // Both ends of a mirror's life change the state of its repository.
    if (how?.isNew || !state) this.snapshot.of(repositoryLists).forget(pathOf(id.repository));
    this.note(id.repository, state);
    super.record(id, state);
  }

  override forget(id: Key): void {
    this.snapshot.of(repositoryLists).forget(pathOf(id.repository));
    this.known.delete(id.repository);
    super.forget(id);
  }

  override forgetUnder(container: Container): void {
    super.forgetUnder(container);
    for (const repository of this.known.keys())
      if (isWithin(["Repository", repository], container)) this.known.delete(repository);
  }

  private async read(repository: string, how?: Freshness): Promise<RepositoryMirror[] | undefined> {
    const why = whyUnaddressable(repository);
    if (why) throw new Unaddressable(why);
    const there = await this.snapshot.of(repositories).get(pathOf(repository), how);
    const view = there?.state === "MIRROR" ? await mirrorConfiguration(this.snapshot, repository) : undefined;
    const mirror = view && mirrorOf(repository, view);
    this.note(repository, mirror);
    return there && (mirror ? [mirror] : []);
  }

  private note(repository: string, mirror: RepositoryMirror | undefined): void {
    if (mirror) this.known.set(repository, mirror);
    else this.known.delete(repository);
  }
}

/** The mirrors of a namespace, by one request for each; a shallow list has only their repositories. */
export async function mirrorsWithin(
  snapshot: Snapshot,
  namespace: string,
  { shallow = false }: ListingDepth = {},
): Promise<Key[]> {
  const all = await snapshot.of(repositories).list({ namespace, name: "" });
  const names = (all ?? []).filter(isMirrored).map(({ name }) => `${namespace}/${name}`);
  const mirrored = names.filter((name) => !whyUnaddressable(name)).map((repository) => ({ repository }));
  if (shallow) return mirrored;
  const found = await Promise.all(mirrored.map((key) => snapshot.of(mirrors).get(key)));
  return found.filter((mirror) => mirror !== undefined);
}

/** The configuration of a repository's mirror, in force or not; undefined when there is none. */
export function mirrorConfiguration(snapshot: Snapshot, repository: string): Promise<RepositoryMirrorView | undefined> {
  return snapshot
    .of(absence)
    .readOne(namespaceOf(repository), () => getRepoMirrorConfig(snapshot.quay, { repository }));
}

export const isMirrored = ({ state }: Pick<Repository, "state">): boolean => state === "MIRROR";

/** Namespace and name of a repository. */
export function pathOf(repository: string) {
  const namespace = namespaceOf(repository);
  return { namespace, name: repository.slice(namespace.length + 1) };
}

function mirrorOf(repository: string, view: RepositoryMirrorView): RepositoryMirror {
  const { external_registry_config: config, sync_start_date } = view;
  return {
    repository,
    externalReference: view.external_reference,
    robot: view.robot_username ?? "",
    tags: view.root_rule.rule_value,
    syncIntervalSeconds: view.sync_interval,
    enabled: view.is_enabled,
    username: view.external_registry_username ?? "",
    ...connectionOf(config),
    unsignedImages: config?.unsigned_images ?? false,
    timeoutSeconds: view.skopeo_timeout_interval,
    architectures: view.architecture_filter ?? [],
    syncStatus: view.sync_status,
    ...(sync_start_date && { nextSync: sync_start_date }),
  };
}
