import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plan, release } from "../../../tools/release/release";
import { nextVersion } from "../../../tools/release/version";

const changelog = "# Changelog\n\nHow it is written.\n\n## Unreleased\n\n- New.\n\n## 0.1.0\n\n- Old.\n";

describe("A release", () => {
  let root: string;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  const commit = () => {
    git("add", ".");
    git("commit", "--quiet", "--allow-empty", "--message", "Something");
  };
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
    git("init", "--quiet");
    git("config", "user.name", "Somebody");
    git("config", "user.email", "somebody@example.com");
    git("config", "commit.gpgsign", "false");
    git("config", "tag.gpgsign", "false");
    const about = { name: "pulumi-quay", version: "0.1.0" };
    const packages = { "": { ...about, license: "MIT" }, "node_modules/other": { version: "0.1.0" } };
    writeFileSync(join(root, "package.json"), json({ ...about, dependencies: { other: "0.1.0" } }));
    writeFileSync(join(root, "package-lock.json"), json({ ...about, lockfileVersion: 3, packages }));
    writeFileSync(join(root, "schema.json"), json({ $schema: "x", ...about }));
    writeFileSync(join(root, "CHANGELOG.md"), changelog);
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  it("writes the version in every place, and nothing else, in one commit with a tag", () => {
    const planned = plan(root, "minor");
    expect(planned).toMatchObject({ current: "0.1.0", version: "0.2.0", tag: "v0.2.0", notes: "- New.", problems: [] });
    expect(git("status", "--porcelain")).toBe("");

    release(root, planned);
    expect(git("status", "--porcelain")).toBe("");
    expect(git("log", "-1", "--format=%s")).toBe("Release 0.2.0");
    expect(git("tag", "--list", "--points-at", "HEAD", "--format=%(refname:short) %(contents)")).toBe(
      "v0.2.0 pulumi-quay 0.2.0\n\n- New.",
    );
    const changed = git("show", "--format=", "--unified=0").split("\n");
    expect(changed.filter((line) => /^[+-](?![+-])/.test(line))).toEqual([
      "-## Unreleased",
      "+## 0.2.0",
      '-  "version": "0.1.0",',
      '+  "version": "0.2.0",',
      '-      "version": "0.1.0",',
      '+      "version": "0.2.0",',
      '-  "version": "0.1.0",',
      '+  "version": "0.2.0",',
      '-  "version": "0.1.0"',
      '+  "version": "0.2.0"',
    ]);
  });

  it("of the version in package.json is a tag only", () => {
    const planned = plan(root);
    expect(planned).toMatchObject({ version: "0.1.0", notes: "- Old.", files: {}, problems: [] });
    const before = git("rev-parse", "HEAD");
    release(root, planned);
    expect(git("rev-parse", "HEAD")).toBe(before);
    expect(plan(root).problems).toEqual([expect.stringContaining("v0.1.0 was released already")]);
  });

  it("requires an entry in the changelog", () => {
    writeFileSync(join(root, "CHANGELOG.md"), changelog.replace("- New.\n\n", ""));
    commit();
    expect(plan(root, "patch").problems).toEqual([
      'CHANGELOG.md says nothing of 0.1.1: write it under "## 0.1.1" or "## Unreleased".',
    ]);
  });

  it("is made from committed files, with an up-to-date schema", () => {
    writeFileSync(join(root, "schema.json"), read("schema.json").replace("0.1.0", "0.0.9"));
    expect(plan(root, "patch").problems).toEqual([
      expect.stringMatching(/^There are changes that are not committed.*\n M schema\.json$/),
      expect.stringContaining("run npm run generate"),
    ]);
  });

  it("requires a version higher than the one before", () => {
    const next = (wish: string) => nextVersion("1.9.3", wish);
    expect(["major", "minor", "patch", "1.10.0", "2.0.0"].map(next)).toEqual([
      "2.0.0",
      "1.10.0",
      "1.9.4",
      "1.10.0",
      "2.0.0",
    ]);
    for (const wish of ["1.9.3", "1.8.9", "0.10.9"]) {
      expect(() => next(wish)).toThrow(`${wish} does not come after 1.9.3.`);
    }
    for (const wish of ["v2.0.0", "2.0", "next"]) expect(() => next(wish)).toThrow(`${wish} is not a version.`);
  });
});
