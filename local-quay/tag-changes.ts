import { logEvent, repositoryNames, username } from "./audit";
import type { Call } from "./call";
import { seconds } from "./dates";
import { badRequest, crash, invalid, message, notFound } from "./errors";
import type { Repository, Tag } from "./model";
import { flag, type Of, object, optional, text } from "./schema";
import { clampedEnd, isActive } from "./tags";

/** Metadata of log entries about a tag. */
export const tagDetails = (call: Call, repository: Repository, tag: string) => ({
  username: username(call),
  tag,
  ...repositoryNames(repository),
});

/** Sets or removes the expiration. Removing one that is not set is not logged, unlike setting the same one again. */
export function setExpiration(call: Call, repository: Repository, tag: Tag | undefined, expiration: number | null) {
  if (!tag) throw notFound();
  const end = endOf(call, tag, expiration);
  if (tag.end !== null || end !== null)
    logEvent(call, "change_tag_expiration", repository, {
      ...tagDetails(call, repository, tag.name),
      expiration_date: expiration,
      old_expiration_date: tag.end && seconds(tag.end),
    });
  tag.end = end;
}

function endOf(call: Call, tag: Tag, expiration: number | null): number | null {
  if (expiration === null) return null;
  if (Math.abs(expiration) > 253_402_300_799) throw crash();
  if (tag.immutable && !call.features.IMMUTABLE_TAGS_CAN_EXPIRE)
    throw message(400, `Cannot set expiration on immutable tag '${tag.name}'`);
  if (expiration * 1000 <= Date.now()) throw badRequest();
  return clampedEnd(tag.start, expiration * 1000);
}

export function setImmutable(call: Call, repository: Repository, tag: Tag | undefined, wanted: boolean) {
  if (!tag) throw notFound();
  if (wanted && tag.end !== null && !call.features.IMMUTABLE_TAGS_CAN_EXPIRE)
    throw message(
      400,
      `Cannot make tag '${tag.name}' immutable: tag has expiration set. ` +
        "Clear expiration first or enable FEATURE_IMMUTABLE_TAGS_CAN_EXPIRE.",
    );
  if (!wanted && tag.immutable) call.demand(call.caller.mayAdminister(...call.repositoryName));
  if (wanted !== tag.immutable)
    logEvent(call, "change_tag_immutability", repository, {
      ...tagDetails(call, repository, tag.name),
      immutable: wanted,
      previous_immutable: tag.immutable,
    });
  tag.immutable = wanted;
}

/** Ends a tag, and with the last tag of an image also the tags of its Cosign signatures. */
export function endTag(repository: Repository, tag: Tag) {
  const now = Date.now();
  tag.end = now;
  const siblings = new RegExp(`^${tag.digest.replace(":", "-")}\\.(sig|att|sbom)$`);
  const others = repository.tags.filter((one) => isActive(one, now));
  if (others.some(({ digest }) => digest === tag.digest)) return;
  for (const one of others) if (siblings.test(one.name) && !one.immutable) one.end = now;
}

export const expireBody = object({
  manifest_digest: optional(text()),
  include_submanifests: optional(flag),
  is_alive: optional(flag),
});

/** Removes entries from the history of a tag; true when there were any. */
export function removeFromHistory(
  repository: Repository,
  tag: string,
  { is_alive, manifest_digest }: Of<typeof expireBody>,
) {
  if (is_alive === false && !manifest_digest) throw invalid("manifest_digest required when is_alive set to false");
  const gone = repository.tags.filter(
    (one) =>
      one.name === tag &&
      !one.immutable &&
      (is_alive ? isActive(one) : one.digest === manifest_digest && !isActive(one)),
  );
  repository.tags = repository.tags.filter((one) => !gone.includes(one));
  return gone.length > 0;
}
