import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { resources } from "../provider/resources";
import schema from "../schema.json";
import * as sdk from "../sdk";
import { fileOf } from "../tools/schema/file-name";
import contracts from "./fixtures/contracts.json";
import { isAssigned, specimens } from "./kinds";

const root = path.join(__dirname, "..");
const text = (file: string) => readFileSync(path.join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file && existsSync(path.join(root, file)));
const sources = tracked.filter((file) => file.endsWith(".ts"));
const kinds = Object.keys(resources);

/** The imports of a file from this repository, as paths from its root. */
function imports(file: string): string[] {
  const found = [...text(file).matchAll(/(?:from|require\()\s*"([^"]+)"/g)].map(([, name]) => name as string);
  return found.map((name) => (name.startsWith(".") ? path.join(path.dirname(file), name) : name));
}

const moduleOf = (name: string) => [`${name}.ts`, `${name}/index.ts`].find((file) => sources.includes(file));

/** What a kind still lacks, each in a sentence. */
function lacking(kind: string): string[] {
  const file = fileOf(kind);
  const row = new RegExp(`^\\| \`?${kind}\`?( ²)? +\\|`, "m");
  const needed: Record<string, boolean> = {
    [`provider/resources/${file}.ts, which describes ${kind}, is missing.`]: tracked.includes(
      `provider/resources/${file}.ts`,
    ),
    [`test/kinds/${file}.ts with its specimen, which all tests of every kind use, is missing.`]: kind in specimens,
    [`test/provider/resources/${file}.test.ts with laws("${kind}") and the facts that only ${kind} has is missing.`]:
      tracked.includes(`test/provider/resources/${file}.test.ts`) &&
      text(`test/provider/resources/${file}.test.ts`).includes(`laws("${kind}");`),
    [`examples/${file} with index.ts, Pulumi.yaml and package.json, which its documentation shows, is incomplete.`]: [
      "index.ts",
      "Pulumi.yaml",
      "package.json",
    ].every((name) => tracked.includes(`examples/${file}/${name}`)),
    [`sdk/resources.ts has no class ${kind}. Run npm run generate.`]: kind in sdk,
    [`README's table of kinds has no row ${kind}.`]: row.test(text("README.md")),
    [`test/fixtures/contracts.json has no contract of ${kind}. It never changes again: add ${contractOf(kind)}`]:
      kind in contracts,
  };
  return Object.keys(needed).filter((sentence) => !needed[sentence]);
}

function contractOf(kind: string): string {
  const { id = "" } = specimens[kind] ?? {};
  const whole = isAssigned(kind) ? `${id}7e0c4b0e-9a53-4a3f-8f0b-2f6f1f1c9d10` : id;
  const contract = {
    text: `exports.handler = () => require("pulumi-quay/provider").dynamic(${JSON.stringify(kind)});`,
    type: `pulumi-nodejs:dynamic/quay:${kind}`,
    ids: { [whole]: resources[kind]?.identity.parse(whole) },
  };
  return `${JSON.stringify(kind)}: ${JSON.stringify(contract, null, 2)}`;
}

describe("The contracts of stored states never change:", () => {
  const registered: { type: string; inputs: Record<string, unknown> }[] = [];
  beforeAll(() =>
    pulumi.runtime.setMocks({
      newResource: ({ type, inputs, name }) => {
        registered.push({ type, inputs });
        return { id: name, state: inputs };
      },
      call: ({ inputs }) => inputs,
    }),
  );

  it("no kind was removed", () => {
    expect(Object.keys(contracts).filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  it.each(Object.entries(contracts))("%s: the stored text, the type and the ids", async (kind, { text, type, ids }) => {
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: a test includes every class.
    const Class = sdk[kind as keyof typeof sdk] as unknown as new (name: string, args: object) => pulumi.CustomResource;
    registered.length = 0;
    const instance = new Class("x", {});
    await new Promise((resolve) => instance.urn.apply(resolve));
    expect(registered).toEqual([{ type, inputs: { __provider: text, __logicalName: "x" } }]);
    for (const [id, values] of Object.entries(ids)) {
      expect(resources[kind]?.identity.parse(id)).toEqual(values);
      expect(resources[kind]?.identity.format(values)).toBe(id);
    }
  });

  it("the stored text loads, from the compiled package, the handlers", () => {
    for (const { text } of Object.values(contracts)) {
      const module = { exports: {} as { handler?: () => object } };
      new Function("exports", "require", text)(module.exports, require);
      expect(Object.keys(module.exports.handler?.() ?? {})).toEqual(
        expect.arrayContaining(["configure", "check", "diff", "create", "read", "update", "delete"]),
      );
    }
  });
});

describe("The rules of this repository:", () => {
  it("imports point down: serve, resources, lifecycle, functions, snapshot, quay; and in quay api, client", () => {
    const floors = ["serve", "resources", "lifecycle", "functions", "snapshot", "quay"];
    const floor = (file: string) => floors.indexOf(/^provider\/(\w+)\//.exec(file)?.[1] ?? "");
    const isUpward = (file: string, other: string) =>
      (floor(file) >= 0 && floor(other) >= 0 && floor(other) < floor(file)) ||
      (file.startsWith("provider/quay/client/") && other.startsWith("provider/quay/api/")) ||
      (file.startsWith("provider/") && /^(adapters|bench|cli|local-quay|sdk|test|tools)\//.test(other));
    const upward = sources.flatMap((file) =>
      imports(file)
        .filter((other) => isUpward(file, other))
        .map((other) => `${file} imports ${other}, which is above it`),
    );
    expect(upward).toEqual([]);
  });

  it("there are no import cycles", () => {
    const found = new Map(sources.map((file) => [file, imports(file).flatMap((name) => moduleOf(name) ?? [])]));
    const cycles = new Set<string>();
    const done = new Set<string>();
    const follow = (file: string, path: string[]): void => {
      const from = path.indexOf(file);
      if (from >= 0) cycles.add([...path.slice(from), file].join(" -> "));
      if (from >= 0 || done.has(file)) return;
      for (const next of found.get(file) ?? []) follow(next, [...path, file]);
      done.add(file);
    };
    for (const file of sources) follow(file, []);
    expect([...cycles]).toEqual([]);
  });

  it("only serve/ imports Pulumi", () => {
    const importers = sources.filter(
      (file) => /^provider\/(?!serve\/)/.test(file) && imports(file).includes("@pulumi/pulumi"),
    );
    expect(importers).toEqual([]);
  });

  it("the local Quay is a second implementation: it imports nothing from the provider or from elsewhere", () => {
    const taken = sources
      .filter((file) => file.startsWith("local-quay/"))
      .flatMap((file) => imports(file).filter((name) => !name.startsWith("local-quay/") && !name.startsWith("node:")))
      .filter((name) => name !== "local-quay");
    expect(taken).toEqual([]);
  });

  it.each(kinds)("%s has all the files and entries of a kind", (kind) => {
    const missing = lacking(kind);
    if (missing.length > 0) throw new Error(missing.join("\n"));
    expect(missing).toEqual([]);
  });

  it.each(kinds)("%s refers to other kinds by outputs that these have", (kind) => {
    const described: Record<string, { properties: object }> = schema.resources;
    const wrong = Object.entries(resources[kind]?.refers ?? {}).filter(
      ([, { kind, output }]) => !(output in (described[`quay:index:${kind}`]?.properties ?? {})),
    );
    expect(wrong.map(([property, { kind, output }]) => `${property} refers to ${output} of ${kind}`)).toEqual([]);
  });

  it("every definition and every specimen is of a kind in provider/resources/index.ts", () => {
    const isOne: [folder: string, RegExp][] = [
      ["provider/resources", /= resource</],
      ["test/kinds", /^const specimen: Specimen/m],
    ];
    const misplaced = isOne.flatMap(([folder, pattern]) =>
      tracked.filter((file) => {
        const { dir, name } = path.parse(file);
        return dir === folder && pattern.test(text(file)) && !kinds.map(fileOf).includes(name);
      }),
    );
    expect(misplaced).toEqual([]);
  });

  it("schema.json and the classes of sdk/ are up to date", () => {
    expect(() =>
      execFileSync(process.execPath, ["dist/tools/schema/main.js", "--check"], { cwd: root, stdio: "pipe" }),
    ).not.toThrow();
  });

  it("README's program is the quickstart, byte for byte", () => {
    expect(text("README.md")).toContain(`\`\`\`typescript\n${text("examples/quickstart/index.ts")}\`\`\``);
  });

  it("CONTRIBUTING's map lists every folder of the tree", () => {
    const mapped = [...text("CONTRIBUTING.md").matchAll(/^- `([\w-]+(?:\/[\w-]+)*)\/`:/gm)].map(
      ([, folder]) => folder ?? "",
    );
    const top = new Set(sources.flatMap((file) => /^(provider\/[\w-]+|[\w-]+)\//.exec(file)?.[1] ?? []));
    expect([...top].filter((folder) => folder !== "test" && !mapped.includes(folder))).toEqual([]);
    expect(mapped.filter((folder) => !sources.some((file) => file.startsWith(`${folder}/`)))).toEqual([]);
  });

  it("files are short, and none has a meaningless name", () => {
    const written = sources.filter((file) => !text(file).startsWith("// Written by npm run generate"));
    const long = written.filter((file) => text(file).split("\n").length > 250);
    expect(long).toEqual([]);
    const vague = tracked.filter(
      (file) =>
        /(^|[/-])(utils?|helpers?|common|manager|base|misc)(\.|\/|$)/.test(file) && !file.startsWith("examples/"),
    );
    expect(vague).toEqual([]);
  });

  it("the installed package depends on undici and zod, with Pulumi as its peer dependency", () => {
    const { dependencies, peerDependencies } = JSON.parse(text("package.json"));
    expect(Object.keys(dependencies)).toEqual(["undici", "zod"]);
    expect(peerDependencies).toEqual({ "@pulumi/pulumi": ">=3.216.0 <4" });
  });

  it("the repository contains no machine-specific paths and no package registry", () => {
    const words = new RegExp(
      ["/ho" + "me/\\w", "/ro" + "ot/", "/wo" + "rk/", "registry\\.npm" + "js", "proxy\\.go" + "lang"].join("|"),
    );
    const known = tracked.filter((file) => !/\.(png|tgz)$/.test(file) && words.test(text(file)));
    expect(known).toEqual([]);
  });
});
