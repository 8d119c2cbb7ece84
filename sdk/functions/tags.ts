import type * as pulumi from "@pulumi/pulumi";
import * as tags from "../../provider/functions/tags";
import { type AskOptions, ask, askOutput, type OutputArgs } from "./invoke";

export type { GetTagArgs, GetTagsArgs, TagResult } from "../../provider/functions/tags";

/** Reads one tag. Fails when there is none, or when the token may not see its repository. */
export function getTag(args: tags.GetTagArgs, options?: AskOptions): Promise<tags.TagResult> {
  return ask(tags.getTag, args, options);
}

/** `getTag` with arguments that may be outputs. */
export function getTagOutput(args: OutputArgs<tags.GetTagArgs>, options?: AskOptions): pulumi.Output<tags.TagResult> {
  return askOutput(tags.getTag, args, options);
}

/** Lists the tags of a repository, newest first, all pages; a hundred tags are one request. */
export function getTags(args: tags.GetTagsArgs, options?: AskOptions): Promise<tags.TagResult[]> {
  return ask(tags.getTags, args, options);
}

/** `getTags` with arguments that may be outputs. */
export function getTagsOutput(
  args: OutputArgs<tags.GetTagsArgs>,
  options?: AskOptions,
): pulumi.Output<tags.TagResult[]> {
  return askOutput(tags.getTags, args, options);
}
