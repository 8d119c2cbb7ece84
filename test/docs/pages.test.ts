import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import schema from "../../schema.json";
import { folder, pages, programs } from "./markdown";

const index = pages["_index.md"] ?? "";
const example = (file: string) => readFileSync(join(folder, "..", "examples", file), "utf8");

interface Described {
  inputProperties: Record<string, { $ref?: string }>;
  properties: Record<string, unknown>;
}
const kind = (name: string) => (schema.resources as unknown as Record<string, Described>)[`quay:index:${name}`];
const enumNames = (name: string) =>
  (schema.types as unknown as Record<string, { enum?: { name: string }[] }>)[`quay:index:${name}`]?.enum?.map(
    (value) => value.name,
  ) ?? [];
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

describe("The pages for Pulumi's registry", () => {
  it.each(Object.keys(pages))("%s says what the registry asks of a page", (name) => {
    const [, matter = ""] = /^---\n([\s\S]*?)\n---\n/.exec(pages[name] ?? "") ?? [];
    const { title, meta_desc, layout } = parse(matter);
    expect([title.length > 0, meta_desc.length > 50, meta_desc.length <= 160, layout]).toEqual([
      true,
      true,
      true,
      "package",
    ]);
  });

  it.each(Object.keys(pages))("the links of %s lead somewhere", (name) => {
    const links = [...(pages[name] ?? "").matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
  });

  it.each(["_index.md", "installation-configuration.md"])("the choosers of %s have every language once", (name) => {
    const choosers = [
      ...(pages[name] ?? "").matchAll(/\{\{< chooser language "(.*)" >\}\}([\s\S]*?)\{\{< \/chooser >\}\}/g),
    ];
    expect(choosers).toHaveLength(1);
    for (const [, languages = "", body = ""] of choosers) {
      const chosen = [...body.matchAll(/\{\{% choosable language (\w+) %\}\}[\s\S]+?\{\{% \/choosable %\}\}/g)];
      expect(chosen.map(([, language]) => language).join(",")).toBe(languages);
    }
  });

  it.each([
    ["typescript", "quickstart/index.ts"],
    ["python", "python/__main__.py"],
    ["go", "go/main.go"],
    ["yaml", "yaml/Pulumi.yaml"],
  ])("the program in %s is the example, byte for byte", (language, file) => {
    expect(programs(index, language)).toEqual([example(file)]);
  });

  // Neither can be compiled here.
  it.each([
    ["csharp", /new Quay\.(\w+)Args\s*\{([^}]*)\}/g, /(\w+) = /g, capital, /Quay\.(\w+)\.(\w+),/g],
    ["java", /(\w+)Args\.builder\(\)([\s\S]*?)\.build\(\)/g, /\.(\w+)\(/g, String, /\((\w+)\.([A-Z]\w+)\)/g],
  ])(
    "the program in %s has the names of the schema, and says that it was not run",
    (language, args, given, named, values) => {
      const [program = ""] = programs(index, language);
      const written = [...program.matchAll(args)];
      expect(written.map(([, name]) => name)).toEqual(["Organization", "Repository", "Repository", "Team", "Team"]);
      for (const [, name = "", body = ""] of written) {
        const inputs = Object.keys(kind(name)?.inputProperties ?? {}).map(named);
        const names = [...body.matchAll(given)].map(([, property = ""]) => property).filter((one) => one !== "name");
        expect(names.length).toBeGreaterThan(0);
        expect(names.filter((one) => !inputs.includes(one))).toEqual([]);
      }
      const enums = [...program.matchAll(values)];
      expect(enums.map(([, type = ""]) => type)).toEqual(["RepositoryVisibility", "TeamRole", "TeamRole"]);
      for (const [, type = "", value] of enums) expect(enumNames(type)).toContain(value);
      expect(index).toContain(
        `Checked against the schema; not compiled or run by the tests of this package.\n\n\`\`\`${language}\n`,
      );
    },
  );

  it("the settings are those of the schema", () => {
    const rows = [...(pages["installation-configuration.md"] ?? "").matchAll(/^\| `quay:(\w+)`( \(secret\))? \|/gm)];
    const variables = schema.config.variables as Record<string, { description: string; secret?: boolean }>;
    expect(Object.fromEntries(rows.map(([, name, secret]) => [name, Boolean(secret)]))).toEqual(
      Object.fromEntries(Object.entries(variables).map(([name, { secret }]) => [name, Boolean(secret)])),
    );
  });
});
