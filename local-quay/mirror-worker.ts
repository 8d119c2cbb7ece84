import { after, begin, isDue, pull, type Server, type Step } from "./mirror-syncs";
import type { Repository, RepositoryMirror } from "./model";
import { glob } from "./names";
import { organizationSteps } from "./organization-mirror-worker";
import { acceptsLogin, remoteRegistry, tagsAt } from "./remote-registries";
import { activeTags } from "./tags";

/**
 * Does what Quay's mirror workers do by themselves, one step of everything: what is due begins, and what has begun ends. So a sync
 * that was asked for is SYNCING after the first call, and has its result after the second.
 */
export function runMirrors(server: Server): void {
  if (server.registryState === "readonly") return;
  const now = Date.now();
  // All are found before the first is taken, so that nothing takes two.
  const steps = [...repositorySteps(server, now), ...organizationSteps(server, now)];
  for (const step of steps) step();
}

function repositorySteps(server: Server, now: number): Step[] {
  if (!server.features.REPO_MIRROR) return [];
  return server.store.repositories().flatMap((repository) => {
    const { mirror, state } = repository;
    if (!mirror || state !== "MIRROR") return [];
    if (mirror.status === "SYNCING") return [() => finish(server, repository, mirror, now)];
    const { is_enabled, sync_start_date: start } = mirror.settings;
    // What was asked for runs in a disabled mirror too.
    const isNext =
      mirror.status === "SYNC_NOW" || (is_enabled && isDue(mirror.status, { retries: mirror.retries, start }, now));
    return isNext ? [() => begin(mirror, now)] : [];
  });
}

function finish(server: Server, repository: Repository, mirror: RepositoryMirror, now: number) {
  const { settings, retries } = mirror;
  const { sync_interval: interval, sync_start_date: start } = settings;
  const isMirrored = mirrorTags(server, repository, mirror, now);
  // The worker divides by the interval, and fails before it has written the result.
  if (interval === 0) return;
  const next = after(isMirrored ? "SUCCESS" : "FAIL", { retries, start }, interval, now);
  mirror.status = next.status;
  mirror.retries = next.retries;
  mirror.expires = undefined;
  settings.sync_start_date = next.start;
}

/** Pulls the tags that a glob matches, and deletes all others. Returns whether that succeeded. */
function mirrorTags(server: Server, repository: Repository, mirror: RepositoryMirror, now: number): boolean {
  const { settings, password } = mirror;
  const { external_reference: reference, external_registry_username: username, root_rule } = settings;
  const registry = remoteRegistry(server.remoteRegistries, reference);
  const globs = root_rule.rule_value.map(glob);
  const tags = acceptsLogin(registry, username, password) ? tagsAt(registry, reference) : undefined;
  const wanted = tags?.filter((tag) => globs.some((one) => one.test(tag)));
  if (!wanted || pull(server, repository, reference, wanted).length > 0) return false;
  if (wanted.length > 0) for (const tag of activeTags(repository)) if (!wanted.includes(tag.name)) tag.end = now;
  return true;
}
