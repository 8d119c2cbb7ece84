import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, normalize } from "node:path";
import { pack, root, run, type Tarball } from "./tarball";

const { dependencies, exports, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Where the command and the plugin are, each in one file with its libraries. */
const bundles = ["dist/bin/", "plugin/"];
const isBundled = (file: string) => bundles.some((folder) => file.startsWith(folder));

describe("The published package", () => {
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await pack();
  });
  afterAll(() => tarball?.remove());

  it("contains the compiled code, the plugin, the local Quay, the examples and the documents, and nothing else", () => {
    const compiled = /^dist\/(local-quay|provider|sdk)\/[\w/-]+(\.d\.ts|\.js)$/;
    const { stdout: tracked } = spawnSync("git", ["ls-files", "docs", "examples"], { cwd: root, encoding: "utf8" });
    const others = tarball.holds.filter((file) => !compiled.test(file) && !isBundled(file));
    const read = ["bench/results.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"];
    const expected = [...tracked.trim().split("\n"), ...read, "package.json", "schema.json"];
    expect(others.sort()).toEqual(expected.sort());
  });

  it("has no script that an installation would run or warn of", () => {
    const run = ["preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"];
    expect(Object.keys(tarball.manifest.scripts).filter((name) => run.includes(name))).toEqual([]);
  });

  it("contains all files and examples that README names", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const links = [...readme.matchAll(/\]\((?![#a-z]+:|#)([^)#]+)/g)].map(([, link]) => link as string);
    const named = [...readme.matchAll(/`((?:examples|bench)\/[\w./-]+)`/g)].map(([, name]) => name as string);
    expect(links.length).toBeGreaterThan(0);
    const there = (path: string) =>
      tarball.holds.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, "")}/`));
    expect([...links, ...named].filter((path) => !there(path))).toEqual([]);
  });

  it("is reachable from its entry points, down to the last file, and resolves all its imports", () => {
    const { reached, missing } = from(entries(), tarball.holds);
    expect(missing).toEqual([]);
    // All operations are included.
    const whole = (file: string) => file.startsWith("dist/provider/quay/api/") || isBundled(file);
    const modules = tarball.holds
      .filter((file) => file.startsWith("dist/") && !whole(file))
      .map(moduleOf)
      .filter(isWritten);
    expect([...new Set(modules)].filter((file) => !reached.has(file))).toEqual([]);
  });

  it("passes publint", async () => {
    const { ok, text } = await run(process.execPath, [script("publint"), "run", tarball.file, "--strict"], root);
    expect({ ok, text }).toEqual({ ok: true, text: expect.stringContaining("All good!") });
  });

  it("has the right types for every entry point and every module system", async () => {
    const args = [
      script("@arethetypeswrong/cli", "attw"),
      tarball.file,
      "--format",
      "ascii",
      "--no-emoji",
      "--no-color",
    ];
    const { ok, text } = await run(process.execPath, args, root);
    expect({ ok, text }).toEqual({ ok: true, text: expect.stringContaining("No problems found") });
  });
});

/** The script behind a command of one of our development dependencies. */
function script(tool: string, command = tool): string {
  const file = join(root, "node_modules", tool, "package.json");
  const { bin } = JSON.parse(readFileSync(file, "utf8")) as { bin: string | Record<string, string> };
  return join(file, "..", typeof bin === "string" ? bin : (bin[command] ?? ""));
}

/** A module is its JavaScript and its types. */
const moduleOf = (file: string) => file.replace(/(\.d)?\.(ts|js)$/, "");

/** The compiler copies hand-written declarations unchanged. */
const isWritten = (module: string) => existsSync(join(root, `${module.replace("dist/", "")}.ts`));

/** The entry points: the exports, and the local Quay by path. */
function entries(): string[] {
  const exported = Object.values<string | { default: string }>(exports).map((entry) =>
    typeof entry === "string" ? entry : entry.default,
  );
  return [...exported, "dist/local-quay/main.js"].map(normalize);
}

/** Follows all imports, of code and of types. */
function from(entries: string[], holds: string[]) {
  const reached = new Set<string>();
  const missing: string[] = [];
  const installed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const look = (file: string) => {
    const module = moduleOf(file);
    if (reached.has(module)) return;
    reached.add(module);
    const own = holds.filter((held) => held.startsWith("dist/") && moduleOf(held) === module);
    if (own.length === 0 && !holds.includes(file)) missing.push(file);
    for (const name of own.flatMap(required)) {
      const outside = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
      if (name.startsWith(".")) look(found(join(file, "..", name), holds));
      else if (outside === "pulumi-quay") look(entryOf(name));
      else if (!isBuiltin(name) && !installed.includes(outside)) missing.push(`${name}, which ${file} needs`);
    }
  };
  entries.forEach(look);
  return { reached, missing };
}

function required(file: string): string[] {
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/(?:\brequire\(|\bfrom |\bimport\()"([^"]+)"/g)].map(([, name]) => name as string);
}

const found = (path: string, holds: string[]) =>
  [`${path}.js`, join(path, "index.js")].find((file) => holds.includes(file)) ?? path;

function entryOf(name: string): string {
  const entry = exports[name.replace("pulumi-quay", ".")];
  return normalize(typeof entry === "string" ? entry : (entry?.default ?? name));
}
