import type * as pulumi from "@pulumi/pulumi";
import { getRepo } from "../../provider/quay/api/repository";
import { repositoryPath, tagName } from "../../provider/quay/names";
import type { Snapshot } from "../../provider/snapshot";
import { type Tag, tags } from "../../provider/snapshot/tags";
import { type AskOptions, asRunError, snapshotFor, validate, whenKnown } from "./invoke";

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
export function getTag(args: GetTagArgs, options?: AskOptions): Promise<TagResult> {
  return asRunError(async () => {
    validate("getTag", args, { repository: repositoryPath, name: tagName });
    const { repository, name } = args;
    const snapshot = await snapshotFor(repository.split("/")[0], options);
    const tag = await snapshot.of(tags).get({ repository, name });
    if (tag) return result(snapshot, tag);
    await requireRepository(snapshot, repository);
    throw new Error(`There is no tag ${repository}:${name}.`);
  });
}

/** `getTag` with arguments that may be outputs. */
export function getTagOutput(
  args: { [Name in keyof GetTagArgs]: pulumi.Input<GetTagArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<TagResult> {
  return whenKnown(getTag, args, options);
}

/** Lists the tags of a repository, newest first, all pages; a hundred tags are one request. */
export function getTags(args: GetTagsArgs, options?: AskOptions): Promise<TagResult[]> {
  return asRunError(async () => {
    validate("getTags", args, { repository: repositoryPath });
    const { repository } = args;
    const snapshot = await snapshotFor(repository.split("/")[0], options);
    const all = await snapshot.of(tags).list({ repository, name: "" });
    if (!all) await requireRepository(snapshot, repository);
    return (all ?? []).map((tag) => result(snapshot, tag));
  });
}

/** `getTags` with arguments that may be outputs. */
export function getTagsOutput(
  args: { [Name in keyof GetTagsArgs]: pulumi.Input<GetTagsArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<TagResult[]> {
  return whenKnown(getTags, args, options);
}
