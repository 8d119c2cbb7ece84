import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isServerDefaulted } from "../../../provider/lifecycle/definition";
import type { Resource } from "../../../provider/lifecycle/resource";
import { resources } from "../../../provider/resources";
import schema from "../../../schema.json";
import { markedIn, scopesTable, withTable } from "../../../tools/docs/readme";
import type { Kind } from "../../../tools/docs/reference";

describe("README's table of scopes", () => {
  const kinds = [
    { name: "Team", scopes: ["org:admin"], ownScopes: [] },
    { name: "Robot", scopes: ["org:admin"], ownScopes: ["user:admin"] },
  ] as unknown as Kind[];

  it("is written between its markers, and nowhere else", () => {
    const table = [
      "| kind  | scopes                                                                 |",
      "| ----- | ---------------------------------------------------------------------- |",
      "| Team  | `org:admin`                                                            |",
      "| Robot | `org:admin`; in the namespace of the token's own user `user:admin` |",
    ];
    const written = withTable("a\n<!-- scopes -->\nold\n<!-- /scopes -->\nb\n", scopesTable(kinds));
    expect(written.replace(/ +/g, " ").replace(/-{3,}/g, "---")).toBe(
      `a\n<!-- scopes -->\n${table.join("\n").replace(/ +/g, " ").replace(/-{3,}/g, "---")}\n<!-- /scopes -->\nb\n`,
    );
    expect(markedIn(written)).toBe(scopesTable(kinds));
    expect(withTable("no marks", "x")).toBe("no marks");
  });
});

interface Described {
  inputProperties: Record<string, { default?: unknown }>;
  requiredInputs: string[];
  properties: Record<string, { secret?: true }>;
}

describe("README's table of kinds", () => {
  const readme = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");
  const section = readme.slice(readme.indexOf("\n## The kinds\n"), readme.indexOf("`name` defaults to"));
  const [, , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
  const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()));
  const table = Object.fromEntries(
    cells.map(([, kind = "", ...rest]) => [kind.split(" ")[0] as string, [kind, ...rest]]),
  );

  it("has a row for every kind", () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(resources).sort());
  });

  it.each(Object.keys(resources))("describes %s as the schema does", (kind) => {
    const resource = resources[kind] as Resource;
    const { inputProperties, requiredInputs, properties } = schema.resources[
      `quay:index:${kind}` as keyof typeof schema.resources
    ] as unknown as Described;
    const [title, inputs = "", outputs = "", ids = ""] = table[kind] ?? [];
    const isStatement = resource.onConflict === "idempotent" || resource.onConflict === "reuse";
    expect(title).toBe(isStatement ? `${kind} ²` : kind);

    const said = inputs.split(/, | or /);
    const names = said.map((input) => /\w+/.exec(input)?.[0]);
    expect([...names].sort()).toEqual(Object.keys(inputProperties).sort());
    for (const [name, { default: standard }] of Object.entries(inputProperties)) {
      const input = said[names.indexOf(name)] ?? "";
      if (requiredInputs.includes(name)) expect(input).toBe(`**${name}**`);
      if (standard !== undefined) expect(input).toBe(`${name} (${JSON.stringify(standard)})`);
      const isLeft =
        isServerDefaulted(resource, name) && !isNaming(resource, name) && !resource.stateOnly.includes(name);
      expect(input.endsWith(" ¹")).toBe(isLeft);
    }

    const more = Object.entries(properties).filter(([name]) => !(name in inputProperties));
    expect(outputs.match(/\w+/g)?.filter((word) => word in properties) ?? []).toEqual(more.map(([name]) => name));
    expect(outputs.includes("(secret)")).toBe(more.some(([, { secret }]) => secret));
    const written = [...ids.matchAll(/`([^`]+)`/g)].map(([, id]) => id as string);
    expect(written).not.toEqual([]);
    for (const id of written) expect(resource.identity.parse(id)).toBeDefined();
  });
});

const isNaming = ({ identity }: Resource, name: string) => identity.properties.includes(name);
