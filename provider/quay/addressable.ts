import { QuayError } from "./client/errors";

/**
 * The path segments that follow a repository's name in the routes of Quay's API, for every feature and version (`image` is of
 * older ones). A repository's name may contain slashes, so Quay cannot tell from a path alone where the name ends.
 */
const routeWords = new Set([
  ..."aggregatelogs authorizedemail autoprunepolicy build changestate changetrust changevisibility exportlogs".split(
    " ",
  ),
  ..."image immutabilitypolicy logs manifest mirror notification permissions signatures tag tokens trigger".split(" "),
]);

/** Looks like a repository, but is a route of its own. */
const MIRROR_HEALTH = "mirror/health";

/** Why Quay's API may route a repository's path elsewhere; undefined when the path is safe. */
export function whyUnaddressable(repository: string): string | undefined {
  const cannot = `Quay's API cannot safely address repository ${repository}: `;
  if (repository === MIRROR_HEALTH) return `${cannot}that path is kept for the health of all mirrors.`;
  const parts = repository.split("/");
  // The routes expect a namespace and a name first, so these two segments may equal a route word.
  const wordIndex = parts.findIndex((part, index) => index >= 2 && routeWords.has(part));
  if (wordIndex < 0) return undefined;
  const [whole, inside] = [parts.slice(0, wordIndex), parts.slice(wordIndex)].map((some) => some.join("/"));
  return `${cannot}${parts[wordIndex]} is a word of the API, so /${inside} would be read as something inside repository ${whole}.`;
}

/** Route words that can be the last segment: a tag or grantee of this name would be routed to another repository. */
const finalWords = new Set(
  "aggregatelogs changestate changetrust changevisibility exportlogs logs mirror signatures".split(" "),
);

/** Why Quay's API may route the name of a tag or grantee in a repository elsewhere; undefined when the name is safe. */
export function whyUnaddressableIn(repository: string, name: string): string | undefined {
  if (!finalWords.has(name)) return undefined;
  return `Quay's API cannot safely address ${name} in repository ${repository}: ${name} is a word of the API.`;
}

/** The request would reach something other than the intended repository, so it was not sent. */
export class Unaddressable extends QuayError {}
