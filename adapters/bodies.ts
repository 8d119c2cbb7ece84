import { z } from "zod";
import { misread } from "../provider/quay/addressable";
import { digest, orgname, repository, repositoryName, robot_shortname, tag, teamname, username } from "./parameters";

/**
 * What the writing operations take: the parameters of the path, and beside them the body. A property that Quay does not know
 * is refused: it is a slip.
 */

/** A list that is counted before anybody looks at what is in it: of a million things each could be wrong. */
const counted = <Item extends z.ZodType>(most: number, list: z.ZodArray<Item>) =>
  z.preprocess((given, { addIssue }) => {
    if (Array.isArray(given) && given.length > most) addIssue(`There are more than ${most}.`);
    return given;
  }, list.max(most));

/** Bytes of a text column in Quay's database. */
const LARGEST_TEXT = 65_535;

export const newRepository = z
  .strictObject({
    namespace: orgname
      .optional()
      .describe("Organization or user to hold it, for example acme. Left out, it is the token's own user."),
    repository: repositoryName.describe("Name without the namespace, for example web."),
    visibility: z
      .enum(["public", "private"])
      .default("private")
      .describe("Who may pull: everybody, or who is granted it."),
    description: z.string().default("").describe("Markdown, shown on the repository's page."),
  })
  .superRefine(({ namespace, repository }, { addIssue }) => {
    const why = misread(`${namespace ?? "…"}/${repository}`);
    if (why) addIssue({ code: "custom", path: ["repository"], message: `${why} Choose another name.` });
  });

export const tagChange = z
  .strictObject({
    repository,
    tag,
    manifest_digest: digest.optional().describe("Digest of the manifest to point at; it has to be in this repository."),
    expiration: z
      .int({ error: "Give the seconds since 1970, or null for never." })
      .nullable()
      .optional()
      .describe("When Quay removes the tag, in seconds since 1970; null for never. The tag has to exist."),
    immutable: z
      .boolean()
      .optional()
      .describe("Whether the tag can neither be moved nor deleted. The tag has to exist."),
  })
  // Quay answers an empty change with success, also for a tag that is not there.
  .refine(
    ({ manifest_digest, expiration, immutable }) =>
      manifest_digest !== undefined || expiration !== undefined || immutable !== undefined,
    { error: "Give manifest_digest, expiration or immutable.", path: ["manifest_digest"] },
  );

export const newBuild = z
  .strictObject({
    repository,
    archive_url: z
      .url({ protocol: /^https?$/, error: "Give the http or https address of an archive." })
      .optional()
      .describe("Address of a .tar.gz or .zip with the Dockerfile and what it copies. Either this or file_id."),
    file_id: z
      .string()
      .min(1)
      .optional()
      .describe("Id of an archive uploaded to this Quay. Either this or archive_url."),
    dockerfile_path: z.string().optional().describe("Where the Dockerfile is in the archive; /Dockerfile if left out."),
    context: z.string().optional().describe("Folder of the archive the Dockerfile may copy from; / if left out."),
    subdirectory: z.string().optional().describe("Folder that is both context and home of the Dockerfile. Old form."),
    pull_robot: z.string().optional().describe("Robot to pull private base images with, for example acme+ci."),
    docker_tags: counted(
      1000,
      z
        .array(z.string().min(1))
        .min(1)
        .refine((tags) => new Set(tags).size === tags.length, "A tag is there twice."),
    )
      .optional()
      .describe("Tags for the image; latest if left out."),
  })
  .refine(({ archive_url, file_id }) => archive_url || file_id, {
    error: "Give archive_url, or file_id.",
    path: ["archive_url"],
  });

export const team = z.strictObject({
  orgname,
  teamname,
  role: z
    .enum(["member", "creator", "admin"])
    .describe("What every member may do across the organization: nothing more, create repositories, or everything."),
  description: z.string().optional().describe("Markdown, shown on the team's page. Left out, it stays as it is."),
});

export const newRobot = z.strictObject({
  orgname,
  robot_shortname,
  description: z
    .string()
    .max(255, "The description is longer than 255 characters.")
    .optional()
    .describe("What the robot is for. It cannot be changed later."),
  unstructured_metadata: z
    .record(z.string(), z.unknown())
    .refine((metadata) => Buffer.byteLength(JSON.stringify(metadata)) <= LARGEST_TEXT, "It is larger than 64 KiB.")
    .optional()
    .describe("JSON object to keep with the robot, of at most 64 KiB. It cannot be changed later."),
});

export const grant = z.strictObject({
  repository,
  username,
  role: z.enum(["read", "write", "admin"]).describe("Pull; pull and push; or everything, granting included."),
});
