import { z } from "zod";
import { misread } from "../provider/quay/addressable";
import { repositoryPattern } from "../provider/quay/names";

/**
 * What may stand in a path. Narrower than what Quay's router takes: a value never holds more than the one name that it is,
 * so that an operation reaches its own route of Quay and no other.
 */

const name = (what: string, example: string) =>
  z
    .string({ error: `Give the ${what}, for example ${example}.` })
    .max(255, `The ${what} is longer than 255 characters.`)
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, `This is no ${what}. It reads like ${example}.`);

export const orgname = name("name of an organization", "acme").describe("Name of the organization, for example acme.");
export const teamname = name("name of a team", "ops").describe("Name of the team, for example ops.");
export const robot_shortname = name("short name of a robot", "ci").describe(
  "Name of the robot without its organization: ci, not acme+ci.",
);

export const username = z
  .string({ error: "Give the user or robot, for example alice or acme+ci." })
  .max(511, "The user's name is too long.")
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\+[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/,
    "This is no user or robot. A user reads like alice, a robot like acme+ci.",
  )
  .describe("User, for example alice, or robot with its namespace, for example acme+ci.");

export const repository = z
  .string({ error: "Give the repository with its namespace, for example acme/web." })
  .max(511, { error: "The repository's name is too long.", abort: true })
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/,
    "This is no repository. Write the namespace and the name, for example acme/web.",
  )
  .refine((full) => !misread(full), {
    error: ({ input }) => `${misread(String(input))} Write the namespace and the name only, for example acme/web.`,
  })
  .describe("Repository with its namespace, for example acme/web. The name may hold further slashes.");

/** The name of a repository that is yet to be made. */
export const repositoryName = z
  .string({ error: "Give the repository's name without its namespace, for example web." })
  .max(255, "The repository's name is longer than 255 characters.")
  .regex(
    repositoryPattern,
    "This is no name for a repository. Use lowercase letters, digits, and . _ - / between them, for example web.",
  );

export const tag = z
  .string({ error: "Give the tag, for example v1.2.3." })
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, "This is no tag. It reads like v1.2.3, with at most 128 characters.")
  .describe("The tag, for example v1.2.3.");

export const digest = z
  .string({ error: "Give the manifest's digest, for example sha256:6c3c624b…." })
  .max(512, "The digest is too long.")
  .regex(
    /^[A-Za-z0-9_+.-]+:[A-Fa-f0-9]+$/,
    "This is no digest. It reads like sha256:6c3c624b…; listrepotags tells it.",
  );

export const manifestref = digest.describe("Digest of the manifest, as listrepotags tells it: sha256: and hex digits.");
