import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tell } from "./changelog";
import { nextVersion } from "./version";

export interface Release {
  current: string;
  version: string;
  tag: string;
  /** What the changelog says of it. */
  notes: string;
  /** The files that change, as they will read. */
  files: Record<string, string>;
  /** Why it cannot be released, each in a sentence with what to do. */
  problems: string[];
}

/** What releasing a version means. Without a wish it is the version that package.json has, not yet released. */
export function plan(root: string, wish?: string): Release {
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const current: string = JSON.parse(read("package.json")).version;
  const version = wish === undefined ? current : nextVersion(current, wish);
  const tag = `v${version}`;
  const told = tell(read("CHANGELOG.md"), version);
  const after: Record<string, string> = {
    "package.json": withVersion(read("package.json"), version),
    "package-lock.json": withVersion(read("package-lock.json"), version),
    "schema.json": withVersion(read("schema.json"), version),
    "CHANGELOG.md": told?.changelog ?? read("CHANGELOG.md"),
  };
  const changed = git(root, "status", "--porcelain").split("\n").filter(Boolean);
  const problems = [
    changed.length > 0 && `There are changes that are not committed: commit or stash them.\n${changed.join("\n")}`,
    git(root, "tag", "--list", tag) !== "" && `${tag} was released already: say major, minor, patch or a version.`,
    !told && `CHANGELOG.md says nothing of ${version}: write it under "## ${version}" or "## Unreleased".`,
    JSON.parse(read("schema.json")).version !== current &&
      "schema.json has another version than package.json: run npm run generate and commit the result.",
  ];
  return {
    current,
    version,
    tag,
    notes: told?.notes ?? "",
    files: Object.fromEntries(Object.entries(after).filter(([file, text]) => text !== read(file))),
    problems: problems.filter((problem) => problem !== false),
  };
}

/** Commits the version and tags it, here only. */
export function release(root: string, { version, tag, notes, files }: Release): void {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  if (Object.keys(files).length > 0) {
    git(root, "add", ...Object.keys(files));
    git(root, "commit", "--quiet", "--message", `Release ${version}`);
  }
  git(root, "tag", "--annotate", tag, "--cleanup=verbatim", "--message", `pulumi-quay ${version}\n\n${notes}`);
}

/** The version stands at the top; in a lock file once more, of the package as one of those that are installed. */
const withVersion = (text: string, version: string) =>
  text
    .replace(/^ {2}"version": "[^"]+"/m, `  "version": "${version}"`)
    .replace(/^( {4}"": \{\n {6}"name": "[^"]+",\n {6}"version": )"[^"]+"/m, `$1"${version}"`);

const git = (root: string, ...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trimEnd();
