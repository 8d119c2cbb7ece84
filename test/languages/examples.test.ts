import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import schema from "../../schema.json";

const { resources, outputs } = parse(readFileSync(join(__dirname, "../../examples/yaml/Pulumi.yaml"), "utf8")) as {
  resources: Record<string, { type: string; properties: Record<string, unknown> }>;
  outputs: { images: Record<string, string> };
};
const described = schema.resources as unknown as Record<
  string,
  { inputProperties: Record<string, unknown>; requiredInputs: string[]; properties: Record<string, unknown> }
>;
const kindOf = (name: string) => described[resources[name]?.type.replace("quay:", "quay:index:") ?? ""];

describe("The quickstart in YAML, which nothing compiles,", () => {
  it.each(Object.keys(resources))("gives %s the properties that the schema describes", (name) => {
    const given = Object.keys(resources[name]?.properties ?? {});
    expect(given.filter((property) => !kindOf(name)?.inputProperties[property])).toEqual([]);
    expect(kindOf(name)?.requiredInputs.filter((property) => !given.includes(property))).toEqual([]);
  });

  it("refers to outputs that the schema describes", () => {
    const values = [
      ...Object.values(resources).flatMap(({ properties }) => Object.values(properties)),
      ...Object.values(outputs.images),
    ];
    const references = values.flatMap((value) => [...String(value).matchAll(/\$\{(\w+)\.(\w+)\}/g)]);
    expect(references.length).toBeGreaterThan(5);
    for (const [, name = "", property = ""] of references) expect(kindOf(name)?.properties).toHaveProperty(property);
  });
});
