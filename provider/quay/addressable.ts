import { QuayError } from "./client/errors";

/**
 * The words that follow a repository's name in the routes of Quay's API, whatever this Quay has switched on; `image` in those of
 * older ones. A name may hold slashes too, so a path alone does not tell where the name ends.
 */
const words = new Set([
  ..."aggregatelogs authorizedemail autoprunepolicy build changestate changetrust changevisibility exportlogs".split(
    " ",
  ),
  ..."image immutabilitypolicy logs manifest mirror notification permissions signatures tag tokens trigger".split(" "),
]);

/** A route of its own, which looks like a repository. */
const MIRROR_HEALTH = "mirror/health";

/** Why Quay's API may take a repository's path for something else; undefined when the path leads to the repository. */
export function misread(repository: string): string | undefined {
  const cannot = `Quay's API cannot safely address repository ${repository}: `;
  if (repository === MIRROR_HEALTH) return `${cannot}that path is kept for the health of all mirrors.`;
  const parts = repository.split("/");
  // Before any of the words Quay wants a namespace and a name, so that the name may begin with one.
  const place = parts.findIndex((part, index) => index >= 2 && words.has(part));
  if (place < 0) return undefined;
  const [whole, inside] = [parts.slice(0, place), parts.slice(place)].map((some) => some.join("/"));
  return `${cannot}${parts[place]} is a word of the API, so /${inside} would be read as something inside repository ${whole}.`;
}

/** Words that end a route: what stands in a repository under such a name looks like a part of another repository. */
const ends = new Set(
  "aggregatelogs changestate changetrust changevisibility exportlogs logs mirror signatures".split(" "),
);

/** Why Quay's API may take the name of a tag or grantee in a repository for something else. */
export function misreadIn(repository: string, name: string): string | undefined {
  if (!ends.has(name)) return undefined;
  return `Quay's API cannot safely address ${name} in repository ${repository}: ${name} is a word of the API.`;
}

/** A call that would reach something else than the repository it is for. It was not sent. */
export class Unaddressable extends QuayError {}
