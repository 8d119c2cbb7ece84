import type * as pulumi from "@pulumi/pulumi";
import { listRepoTags } from "../../provider/quay/api/tag";
import type { Quay } from "../../provider/quay/client/quay";
import { repositoryPath, tagName } from "../../provider/quay/names";
import { canonicalTime } from "../../provider/snapshot/tags";
import { type AskOptions, demand, quayFor, told, whenKnown } from "./asking";

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

type View = Awaited<ReturnType<typeof listRepoTags>>["tags"][number];

function result({ registry }: Quay["settings"], repository: string, view: View): TagResult {
  const { name, manifest_digest: digest, end_ts, immutable = false } = view;
  const path = `${registry}/${repository}`;
  const expiration = end_ts === undefined ? {} : { expiration: canonicalTime(end_ts * 1000) };
  return { name, digest, image: `${path}:${name}`, imageByDigest: `${path}@${digest}`, ...expiration, immutable };
}

/** Reads one tag. Fails when there is none, or when the token may not see its repository. */
export function getTag(args: GetTagArgs, options?: AskOptions): Promise<TagResult> {
  return told(async () => {
    demand("getTag", args, { repository: repositoryPath, name: tagName });
    const { repository, name } = args;
    const quay = await quayFor(repository.split("/")[0], options);
    const { tags } = await listRepoTags(quay, { repository, specificTag: name, onlyActiveTags: true });
    const tag = tags.find((view) => view.name === name);
    if (!tag) throw new Error(`There is no tag ${repository}:${name}.`);
    return result(quay.settings, repository, tag);
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
  return told(async () => {
    demand("getTags", args, { repository: repositoryPath });
    const { repository } = args;
    const quay = await quayFor(repository.split("/")[0], options);
    const found = new Map<string, TagResult>();
    for (let page = 1, more = true; more; page++) {
      const answer = await listRepoTags(quay, { repository, onlyActiveTags: true, limit: 100, page });
      // A push while we read moves tags to the next page: the first sight of a tag is the newest.
      for (const view of answer.tags)
        if (!found.has(view.name)) found.set(view.name, result(quay.settings, repository, view));
      more = answer.has_additional;
    }
    return [...found.values()];
  });
}

/** `getTags` with arguments that may be outputs. */
export function getTagsOutput(
  args: { [Name in keyof GetTagsArgs]: pulumi.Input<GetTagsArgs[Name]> },
  options?: AskOptions,
): pulumi.Output<TagResult[]> {
  return whenKnown(getTags, args, options);
}
