import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseNotes } from "./changelog";
import { nextVersion } from "./version";

export interface Release {
  current: string;
  version: string;
  tag: string;
  /** Its section of the changelog. */
  notes: string;
  /** The new content of the files that change. */
  files: Record<string, string>;
  /** Why it cannot be released, each with what to do about it. */
  problems: string[];
}

/** Plans the release of a version, by default of the one in package.json. */
export function plan(root: string, wanted?: string): Release {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const current: string = JSON.parse(read("package.json")).version;
  const version = wanted === undefined ? current : nextVersion(current, wanted);
  const tag = `v${version}`;
  const found = releaseNotes(read("CHANGELOG.md"), version);
  const after: Record<string, string> = {
    "package.json": withVersion(read("package.json"), version),
    "package-lock.json": withVersion(read("package-lock.json"), version),
    "schema.json": withVersion(read("schema.json"), version),
    "CHANGELOG.md": found?.changelog ?? read("CHANGELOG.md"),
  };
  const changed = git(root, "status", "--porcelain").split("\n").filter(Boolean);
  const problems = [
    changed.length > 0 && `There are changes that are not committed: commit or stash them.\n${changed.join("\n")}`,
    git(root, "tag", "--list", tag) !== "" && `${tag} was released already: say major, minor, patch or a version.`,
    !found && `CHANGELOG.md says nothing of ${version}: write it under "## ${version}" or "## Unreleased".`,
    JSON.parse(read("schema.json")).version !== current &&
      "schema.json has another version than package.json: run npm run generate and commit the result.",
  ];
  return {
    current,
    version,
    tag,
    notes: found?.notes ?? "",
    files: Object.fromEntries(Object.entries(after).filter(([file, text]) => text !== read(file))),
    problems: problems.filter((problem) => problem !== false),
  };
}

/** Commits and tags the version in the local repository. */
export function release(root: string, { version, tag, notes, files }: Release): void {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  if (Object.keys(files).length > 0) {
    git(root, "add", ...Object.keys(files));
    git(root, "commit", "--quiet", "--message", `Release ${version}`);
  }
  git(root, "tag", "--annotate", tag, "--cleanup=verbatim", "--message", `pulumi-quay ${version}\n\n${notes}`);
}

/** Replaces the version at the top of a JSON file, and in package-lock.json also that of the root package. */
const withVersion = (text: string, version: string) =>
  text
    .replace(/^ {2}"version": "[^"]+"/m, `  "version": "${version}"`)
    .replace(/^( {4}"": \{\n {6}"name": "[^"]+",\n {6}"version": )"[^"]+"/m, `$1"${version}"`);

const git = (root: string, ...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trimEnd();
