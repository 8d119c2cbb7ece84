import { spawnSync } from "node:child_process";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { resources as kinds } from "../../../provider/resources";
import { SIGNATURE } from "../../../provider/serve/secrets";
import { typeOf } from "../../../provider/serve/stored";
import schema from "../../../schema.json";
import { exampleIn } from "../../../tools/schema/example-programs";
import type { SchemaTypes } from "../../../tools/schema/example-programs/typed";
import { fileOf } from "../../../tools/schema/file-name";
import { resolved } from "../../sdk/output";

interface YamlProgram {
  resources: Record<string, { type: string; name?: string; properties?: object; options?: object }>;
  outputs?: Record<string, unknown>;
}

const described = schema as unknown as SchemaTypes;
const folder = (kind: string) => fileOf(kind);
const blocks = (token: string) => {
  const { description } = schema.resources[token as keyof typeof schema.resources];
  return Object.fromEntries(
    [...description.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, language, text]) => [language, text]),
  );
};

describe("The examples of a description", () => {
  it.each(Object.keys(kinds))("of %s stand in one chooser, in all languages", (kind) => {
    const { description } = schema.resources[`quay:index:${kind}` as keyof typeof schema.resources];
    const [, chooser = ""] =
      /<!--Start PulumiCodeChooser -->\n(.*)\n<!--End PulumiCodeChooser -->$/s.exec(description) ?? [];
    expect(chooser.match(/```\w+/g)).toEqual(["```typescript", "```yaml", "```python", "```go"]);
    expect(blocks(`quay:index:${kind}`)).toEqual(exampleIn(folder(kind), described));
  });

  it.each(Object.keys(kinds))("of %s declare in YAML what the program in TypeScript declares", async (kind) => {
    const { resources, outputs = {} } = parse(blocks(`quay:index:${kind}`).yaml ?? "") as YamlProgram;
    const declared = Object.entries(resources).map(([variable, { type, name = variable, properties = {} }]) => ({
      variable,
      ...{ type: typeOf(type.replace("quay:", "")), name, properties },
    }));
    const registered: { type: string; name: string; properties: object }[] = [];
    await pulumi.runtime.setMocks({
      newResource: ({ type, name, inputs }) => {
        const { __provider, __logicalName, ...properties } = inputs;
        registered.push({ type, name, properties: opened(properties) });
        const { variable } = declared.find((one) => one.type === type && one.name === name) ?? {};
        const all = Object.keys(described.resources[type.replace(typeOf(""), "quay:index:")]?.properties ?? {});
        const state = Object.fromEntries(all.map((property) => [property, `\${${variable}.${property}}`]));
        return { id: `\${${variable}.id}`, state };
      },
      call: ({ inputs }) => inputs,
    });
    pulumi.runtime.setAllConfig({
      "project:digest": `\${digest}`,
      "project:slack": `\${slack}`,
      "project:hubPassword": `\${hubPassword}`,
      "project:hub": `\${hub}`,
      "project:harborPassword": `\${harborPassword}`,
    });
    const program = await import(path.join(__dirname, "../../../examples", folder(kind), "index.ts"));
    const values = await resolved(pulumi.output({ ...program }));
    await pulumi.runtime.disconnect();
    // The SDK registers a resource when its inputs are known, in no certain order.
    const inOrder = (all: { type: string; name: string }[]) =>
      all.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
    expect(inOrder(registered)).toEqual(inOrder(declared.map(({ variable, ...one }) => one)));
    const { default: _, ...exported } = values as Record<string, unknown>;
    expect(exported).toEqual(outputs);
  });

  it("keep options", () => {
    const { yaml, python, go } = blocks("quay:index:Tag");
    expect((parse(yaml ?? "") as YamlProgram).resources.latest?.options).toEqual({ ignoreChanges: ["digest"] });
    expect(python).toContain('opts=pulumi.ResourceOptions(ignore_changes=["digest"])');
    expect(go).toContain('pulumi.IgnoreChanges([]string{"digest"})');
  });

  const whereGofmtIs = spawnSync("gofmt", ["-d"], { input: "" }).error ? it.skip : it;
  whereGofmtIs.each([...Object.keys(kinds), "OrganizationBlueprint"])("of %s are Go as gofmt writes it", (kind) => {
    const { go = "" } = blocks(`quay:index:${kind}`);
    const { stdout, stderr } = spawnSync("gofmt", { input: go, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe(go);
  });

  it("use the names and types of each language", () => {
    const { python, go } = blocks("quay:index:OrganizationBlueprint");
    expect(python).toContain('            "teams": {\n                "developers": quay.GrantedRole.WRITE,\n');
    expect(python).toContain('pulumi.export("clusterLogin", acme.pull_secrets["cluster"])');
    expect(go).toContain("Teams: map[string]quay.TeamBlueprintArgs{\n");
    expect(go).toContain('ctx.Export("clusterLogin", acme.PullSecrets.MapIndex(pulumi.String("cluster")))');
    expect(go).toContain("DefaultPermissions: &quay.DefaultPermissionsBlueprintArgs{\n");
    const { go: federation } = blocks("quay:index:RobotFederation");
    expect(federation).toContain("Identities: quay.RobotFederationIdentityArray{\n");
  });
});

/** Secrets as the plain values that the engine would encrypt. */
const opened = (properties: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const isSecret = typeof value === "object" && value !== null && SIGNATURE in value;
      return [name, isSecret ? (value as { value?: unknown }).value : value];
    }),
  );
