import { z } from "zod";
import { whyUnaddressable } from "./addressable";
import { quoted } from "./quoted";

/**
 * The names that Quay accepts, each rule with its error messages. A program has to follow Quay's current rules. A call through
 * REST or MCP may address a resource that is older than these rules: there the rule is wider, but still matches only a single
 * name, so that an operation cannot reach another route of Quay.
 */

/** Pattern for the name of a new organization, user, team or robot. */
const NEW = "[a-z0-9]+(?:[._-][a-z0-9]+)*";

/** Pattern for every name that these may have, also older ones, and for each part of a repository's name. */
const EXISTING = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

const anchored = (pattern: string) => new RegExp(`^${pattern}$`);
const orRobot = (name: string) => anchored(`${name}(\\+${name})?`);

const REPOSITORY = /^[a-z0-9][.a-z0-9_-]*(\/[a-z0-9][.a-z0-9_-]*)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[A-Za-z0-9_+.-]+:[A-Fa-f0-9]+$/;

const namespaceLike = (what: string) =>
  z
    .string()
    .regex(anchored(NEW), { error: (issue) => rule(issue.input, what) })
    .min(2, { error: (issue) => rule(issue.input, what) })
    .max(255, { error: (issue) => rule(issue.input, what) });

const rule = (given: unknown, what: string) =>
  `${quoted(given)} is not ${what} name. Use 2 to 255 lowercase letters and digits, joined by single . _ or -.`;

export const organizationName = namespaceLike("an organization");
export const namespaceName = namespaceLike("an organization's or user's");
export const teamName = namespaceLike("a team");

export const repositoryName = z
  .string()
  .regex(REPOSITORY, {
    error: (issue) =>
      `${quoted(issue.input)} is not a repository name. Use up to 255 lowercase letters, digits, . _ and -, beginning ` +
      "with a letter or digit; parts are joined by single slashes.",
  })
  .max(255, { error: "A repository name has at most 255 signs." });

export const email = z
  .string()
  .regex(/^$|^[^@\s]+@[^@\s]+\.[^@\s]+$/, {
    error: "This is not an e-mail address. Leave it out to have none.",
  })
  .max(254, { error: "An e-mail address has at most 254 signs." });

export const robotName = namespaceLike("a robot");

/** A user's name, or a robot's name with its namespace. */
export const userOrRobotName = z.string().regex(orRobot(NEW), {
  error: (issue) =>
    `${quoted(issue.input)} is neither a user's name nor a robot's. A robot is named in full, for example robot.fullName.`,
});

/** A robot's name with its namespace. */
export const robotFullName = z.string().regex(anchored(`${NEW}\\+${NEW}`), {
  error: (issue) => `${quoted(issue.input)} is not a robot. It is named in full, for example robot.fullName.`,
});

/** The address of an issuer of identity tokens, as its tokens name it. Quay reads its keys over HTTPS only. */
export const issuerAddress = z.string().regex(/^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, {
  error: (issue) =>
    `${quoted(issue.input)} is not the address of an issuer, for example https://gitlab.example.com. It begins with https://, ` +
    "from where Quay reads the issuer's keys, and has no ? or #.",
});

/** The address of another registry. Quay takes none with a login in it. */
export const registryAddress = z.string().regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i, {
  error: (issue) =>
    `${quoted(withoutLogin(issue.input))} is not the address of a registry, for example https://harbor.example.com. It has no login, ` +
    "? or # in it.",
});

/** What stands before the host may be a password. */
const withoutLogin = (given: unknown) => String(given).replace(/\/\/.*@/s, "//…@");

export const repositoryPath = z.string().superRefine((path, context) => {
  const [namespace, ...rest] = path.split("/");
  const refuse = (message: string) => context.addIssue({ code: "custom", message });
  if (rest.length === 0) {
    return refuse(`${quoted(path)} has no organization. Use the full name, for example repository.fullName.`);
  }
  const wrong = [namespaceName.safeParse(namespace), repositoryName.safeParse(rest.join("/"))].find(
    (part) => part.error,
  );
  if (wrong?.error) refuse(wrong.error.issues[0]?.message ?? "");
});

export const digestName = z.string().regex(DIGEST, {
  error: "This is not a digest, for example sha256:0123….",
});

export const tagName = z.string().regex(TAG, {
  error: (issue) =>
    `${quoted(issue.input)} is not a tag. Use 1 to 128 letters, digits, _ . and -, beginning with a letter, digit or _.`,
});

const existingName = (what: string, example: string) =>
  z
    .string({ error: `Give the ${what}, for example ${example}.` })
    .max(255, `The ${what} is longer than 255 characters.`)
    .regex(anchored(EXISTING), `This is no ${what}. It reads like ${example}.`);

/** Names of existing resources, as parameters of API operations. */
export const existing = {
  organization: existingName("name of an organization", "acme"),
  team: existingName("name of a team", "ops"),
  robot: existingName("short name of a robot", "ci"),

  userOrRobot: z
    .string({ error: "Give the user or robot, for example alice or acme+ci." })
    .max(511, "The user's name is too long.")
    .regex(orRobot(EXISTING), "This is no user or robot. A user reads like alice, a robot like acme+ci."),

  repository: z
    .string({ error: "Give the repository with its namespace, for example acme/web." })
    .max(511, { error: "The repository's name is too long.", abort: true })
    .regex(
      anchored(`${EXISTING}(/${EXISTING})+`),
      "This is no repository. Write the namespace and the name, for example acme/web.",
    )
    .refine((full) => !whyUnaddressable(full), {
      error: ({ input }) =>
        `${whyUnaddressable(String(input))} Write the namespace and the name only, for example acme/web.`,
    }),

  tag: z
    .string({ error: "Give the tag, for example v1.2.3." })
    .regex(TAG, "This is no tag. It reads like v1.2.3, with at most 128 characters."),

  digest: z
    .string({ error: "Give the manifest's digest, for example sha256:6c3c624b…." })
    .max(512, "The digest is too long.")
    .regex(DIGEST, "This is no digest. It reads like sha256:6c3c624b…; listrepotags tells it."),
};

/** Name of a repository to create, as a parameter of an API operation. */
export const newRepositoryName = z
  .string({ error: "Give the repository's name without its namespace, for example web." })
  .max(255, "The repository's name is longer than 255 characters.")
  .regex(
    REPOSITORY,
    "This is no name for a repository. Use lowercase letters, digits, and . _ - / between them, for example web.",
  );

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether it is the name that Quay gives to a deleted user, whose grants stay. */
export const isDeletedUser = (name: string): boolean => UUID.test(name);
