import { getRepo } from "../quay/api/repository";
import { repositoryPath, tagName } from "../quay/names";
import type { Snapshot } from "../snapshot";
import { namespaceOf } from "../snapshot/containers";
import { type Tag, tags } from "../snapshot/tags";
import type { ProviderFunction } from "./function";

export interface GetTagArgs {
  /** Full name of the repository, for example `acme/web`. */
  repository: string;
  /** The tag. */
  name: string;
}

export interface GetTagsArgs {
  /** Full name of the repository, for example `acme/web`. */
  repository: string;
}

/** A tag as it stands now. */
export interface TagResult {
  /** The tag. */
  name: string;
  /** Manifest it points at. */
  digest: string;
  /** What to pull by tag. */
  image: string;
  /** What to pull by digest: the same image for ever. */
  imageByDigest: string;
  /** When Quay removes it, as RFC 3339; missing when never. */
  expiration?: string;
  /** Whether it can be neither moved nor deleted. */
  immutable: boolean;
}

function result({ quay }: Snapshot, { repository, name, digest, expiration, immutable }: Tag): TagResult {
  const path = `${quay.settings.registry}/${repository}`;
  const image = `${path}:${name}`;
  return { name, digest, image, imageByDigest: `${path}@${digest}`, ...(expiration && { expiration }), immutable };
}

/** Throws when the repository does not exist, for which Quay shows no tags either. */
const requireRepository = ({ quay }: Snapshot, repository: string) => getRepo(quay, { repository, includeTags: false });

/** Reads one tag. Fails when there is none, or when the token may not see its repository. */
export const getTag: ProviderFunction<GetTagArgs, TagResult> = {
  name: "getTag",
  accepts: { repository: repositoryPath, name: tagName },
  namespace: ({ repository }) => namespaceOf(repository),
  result: "TagResult",
  async read(snapshot, { repository, name }) {
    const tag = await snapshot.of(tags).get({ repository, name });
    if (tag) return result(snapshot, tag);
    await requireRepository(snapshot, repository);
    throw new Error(`There is no tag ${repository}:${name}.`);
  },
};

/** Lists the tags of a repository, newest first, all pages; a hundred tags are one request. */
export const getTags: ProviderFunction<GetTagsArgs, TagResult[]> = {
  name: "getTags",
  accepts: { repository: repositoryPath },
  namespace: ({ repository }) => namespaceOf(repository),
  result: "TagResult",
  list: "tags",
  async read(snapshot, { repository }) {
    const all = await snapshot.of(tags).list({ repository, name: "" });
    if (!all) await requireRepository(snapshot, repository);
    return (all ?? []).map((tag) => result(snapshot, tag));
  },
};
