import { iso } from "./dates";
import { after, begin, isDue, pull, RETRIES, type Server, type Step } from "./mirror-syncs";
import type { DiscoveredRepository, Organization, OrganizationMirror, Repository } from "./model";
import { glob } from "./names";
import { acceptsLogin, remoteRegistry, repositoriesIn, tagsAt } from "./remote-registries";

/** The mirrors of organizations: they look for repositories, each of which is then synced by itself. */
export function organizationSteps(server: Server, now: number): Step[] {
  if (!server.features.ORG_MIRROR) return [];
  return server.store.organizations().flatMap((organization) => {
    const { mirror } = organization;
    if (!mirror?.settings.is_enabled) return [];
    const found = [...mirror.discovered.values()].filter(({ repository }) => !repository?.dead);
    return [
      ...discoverySteps(server, mirror, now),
      ...found.flatMap((one) => repositorySteps(server, organization, mirror, one, now)),
    ];
  });
}

function discoverySteps(server: Server, mirror: OrganizationMirror, now: number): Step[] {
  const { status, retries, settings } = mirror;
  if (status === "CANCEL") return [() => cancel(mirror)];
  if (status === "SYNCING") return [() => finishDiscovery(server, mirror, now)];
  if (status !== "SYNC_NOW" && !isDue(status, { retries, start: settings.sync_start_date }, now)) return [];
  return [
    () => {
      mirror.requested = status === "SYNC_NOW";
      begin(mirror, now);
    },
  ];
}

function cancel(mirror: OrganizationMirror) {
  mirror.settings.sync_start_date = null;
  for (const one of mirror.discovered.values()) Object.assign(one, { status: "CANCEL", retries: 0, start: null });
}

function finishDiscovery(server: Server, mirror: OrganizationMirror, now: number) {
  const { settings, retries, requested } = mirror;
  const names = namesElsewhere(server, mirror);
  if (names) {
    discover(mirror, names, now);
    const concerned = [...mirror.discovered.values()].filter(({ status }) => status !== "SYNCING" && status !== "SKIP");
    for (const one of concerned) {
      if (requested) Object.assign(one, { status: "SYNC_NOW", retries: RETRIES, start: iso(new Date(now)) });
      else if (one.status === "NEVER_RUN") one.start ??= iso(new Date(now));
    }
  }
  const schedule = { retries, start: settings.sync_start_date };
  const next = after(names ? "SUCCESS" : "FAIL", schedule, settings.sync_interval, now);
  mirror.status = next.status;
  mirror.retries = next.retries;
  mirror.expires = undefined;
  settings.sync_start_date = next.start;
}

/** What the namespace holds elsewhere; undefined when the registry refuses the login. */
function namesElsewhere({ remoteRegistries }: Server, { settings, password }: OrganizationMirror) {
  const registry = remoteRegistry(remoteRegistries, settings.external_registry_url);
  if (!acceptsLogin(registry, settings.external_registry_username, password)) return undefined;
  return repositoriesIn(registry, settings.external_namespace);
}

/** Notes the repositories that a filter matches; without filters all of them. */
function discover({ settings, discovered }: OrganizationMirror, names: string[], now: number) {
  const filters = settings.repository_filters.map(glob);
  const wanted = names.filter((name) => filters.length === 0 || filters.some((one) => one.test(name)));
  const initial = { status: "NEVER_RUN" as const, retries: RETRIES, start: null };
  for (const name of wanted) {
    const known = discovered.get(name);
    if (known?.status === "SKIP") Object.assign(known, initial);
    if (!known) discovered.set(name, { name, ...initial, found: new Date(now), lastSync: null, message: null });
  }
  // A registry that shows nothing at all may be in trouble.
  if (names.length === 0) return;
  for (const one of discovered.values()) if (!wanted.includes(one.name)) one.status = "SKIP";
}

function repositorySteps(
  server: Server,
  organization: Organization,
  mirror: OrganizationMirror,
  one: DiscoveredRepository,
  now: number,
): Step[] {
  if (one.status === "SYNCING") return [() => sync(server, organization, mirror, one, now)];
  if (one.status === "SKIP" || (one.status !== "SYNC_NOW" && !isDue(one.status, one, now))) return [];
  return [
    () => {
      one.status = "SYNCING";
    },
  ];
}

function sync(
  server: Server,
  organization: Organization,
  { settings, password, robot }: OrganizationMirror,
  one: DiscoveredRepository,
  now: number,
) {
  // Its discovery, or a cancel, came first in this step.
  if (one.status !== "SYNCING") return;
  one.repository ??= copyOf(server, organization, one.name, settings.visibility === "public", robot);
  const registry = remoteRegistry(server.remoteRegistries, settings.external_registry_url);
  const reference = `${settings.external_registry_url.replace(/^https?:\/\/|\/$/g, "")}/${settings.external_namespace}/${one.name}`;
  const isIn = acceptsLogin(registry, settings.external_registry_username, password);
  const tags = isIn ? tagsAt(registry, reference) : undefined;
  const failed = tags && pull(server, one.repository, reference, tags);
  if (!failed) one.message = `Failed to list tags for '${reference}': skopeo list-tags failed`;
  else one.message = failed.length > 0 ? `Sync failed: ${failed.length}/${tags.length} tags failed` : null;
  one.lastSync = new Date(now);
  Object.assign(one, after(one.message ? "FAIL" : "SUCCESS", one, settings.sync_interval, now));
}

/** The repository that already has the name, or a new one in the state ORG_MIRROR. */
function copyOf(
  { store }: Server,
  organization: Organization,
  name: string,
  isPublic: boolean,
  robot: OrganizationMirror["robot"],
): Repository {
  const known = store.repository(organization.name, name);
  if (known) return known;
  const made = store.addRepository(organization, name, robot, { isPublic });
  made.state = "ORG_MIRROR";
  return made;
}
