import { z } from "zod";
import { quoted } from "./quoted";

/** Quay's rules for names, each with the sentence for who breaks it. */

const namespaceLike = (what: string) =>
  z
    .string()
    .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, { error: (issue) => rule(issue.input, what) })
    .min(2, { error: (issue) => rule(issue.input, what) })
    .max(255, { error: (issue) => rule(issue.input, what) });

const rule = (given: unknown, what: string) =>
  `${quoted(given)} is not ${what} name. Use 2 to 255 lowercase letters and digits, joined by single . _ or -.`;

export const organizationName = namespaceLike("an organization");
export const namespaceName = namespaceLike("an organization's or user's");
export const teamName = namespaceLike("a team");

export const repositoryPattern = /^[a-z0-9][.a-z0-9_-]*(\/[a-z0-9][.a-z0-9_-]*)*$/;

export const repositoryName = z
  .string()
  .regex(repositoryPattern, {
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

/** A user's name, or a robot's with its namespace. */
export const userOrRobotName = z.string().regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*(\+[a-z0-9]+(?:[._-][a-z0-9]+)*)?$/, {
  error: (issue) =>
    `${quoted(issue.input)} is neither a user's name nor a robot's. A robot is named in full, for example robot.fullName.`,
});

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

export const digestName = z.string().regex(/^[A-Za-z0-9_+.-]+:[A-Fa-f0-9]+$/, {
  error: "This is not a digest, for example sha256:0123….",
});

export const tagName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, {
  error: (issue) =>
    `${quoted(issue.input)} is not a tag. Use 1 to 128 letters, digits, _ . and -, beginning with a letter, digit or _.`,
});
