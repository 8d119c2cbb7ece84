import { spawnSync } from "node:child_process";
import path from "node:path";
import { functions } from "../../../provider/functions";
import { settingsSchema } from "../../../provider/quay/settings";
import { resources } from "../../../provider/resources";
import schema from "../../../schema.json";
import { findEngine } from "../../../tools/engine";
import { temporaryWorkspace } from "../../../tools/engine/workspace";
import contracts from "../../fixtures/contracts.json";

const root = path.join(__dirname, "../../..");

interface KindEntry {
  aliases: object[];
  listInputs: { properties: object; required: string[] };
}
const kindIn = (kind: string) =>
  schema.resources[`quay:index:${kind}` as keyof typeof schema.resources] as unknown as KindEntry;

describe("schema.json", () => {
  it("is a valid Pulumi package schema, which Pulumi checks without a warning", async () => {
    const { env, remove } = await temporaryWorkspace(await findEngine());
    try {
      const { status, stdout, stderr } = spawnSync("pulumi", ["schema", "check", path.join(root, "schema.json")], {
        env: { ...process.env, ...env },
        encoding: "utf8",
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    } finally {
      await remove();
    }
  }, 900_000);

  it("describes every property in a sentence", () => {
    const types = Object.entries(schema.types).map(
      ([token, type]) => [token, { properties: {}, inputProperties: {}, ...type }] as const,
    );
    for (const [token, { properties, inputProperties, description }] of [
      ...Object.entries(schema.resources),
      ...types,
    ]) {
      expect([token, description.length > 20]).toEqual([token, true]);
      for (const [name, property] of Object.entries({ ...properties, ...inputProperties })) {
        expect([token, name, /[.:`)]$/.test(property.description)]).toEqual([token, name, true]);
      }
    }
  });

  it("describes every function, its arguments and its result in a sentence", () => {
    const called = Object.entries(schema.functions);
    expect(called.map(([token]) => token)).toEqual(Object.keys(functions).map((name) => `quay:index:${name}`));
    for (const [token, { description, inputs, outputs }] of called) {
      expect([token, description.length > 20]).toEqual([token, true]);
      for (const [name, property] of Object.entries<{ description: string }>({
        ...inputs.properties,
        ...outputs.properties,
      })) {
        expect([token, name, /[.:`)]$/.test(property.description)]).toEqual([token, name, true]);
      }
    }
    expect(schema.functions["quay:index:getRobot"].outputs.properties.token.secret).toBe(true);
    expect(schema.functions["quay:index:getTags"].outputs).toMatchObject({
      properties: { tags: { type: "array", items: { $ref: "#/types/quay:index:TagResult" } } },
      required: ["tags"],
    });
  });

  it("has no default of a setting, which would bring a token from the environment into states", () => {
    const settings = { ...schema.config.variables, ...schema.provider.inputProperties };
    expect(Object.keys(settings)).toEqual(Object.keys(settingsSchema.shape));
    expect(JSON.stringify(settings)).not.toMatch(/"default/);
    expect(settings.tokens).toMatchObject({ additionalProperties: { type: "string" }, secret: true });
    expect(settings.url.description).toContain("Defaults to `QUAY_URL`, else https://quay.io.");
  });

  it("leads from the types of the dynamic provider to its own, and says by what each kind is listed", () => {
    for (const [kind, { listedBy }] of Object.entries(resources)) {
      const { aliases, listInputs } = kindIn(kind);
      expect(aliases).toEqual([{ type: contracts[kind as keyof typeof contracts].type }]);
      expect(Object.keys(listInputs.properties).sort()).toEqual([...listedBy].sort());
      expect(listInputs.required).toEqual([...listedBy].sort());
    }
  });

  it("has no type with the name of another type of a TypeScript program", () => {
    const interfaces = Object.keys(resources).flatMap((kind) => [`${kind}State`, `${kind}Args`]);
    expect(Object.keys(schema.types).filter((token) => interfaces.includes(token.split(":")[2] ?? ""))).toEqual([]);
    expect(schema.types["quay:index:RepositoryStateValue"].enum).toEqual([
      { name: "Normal", value: "NORMAL" },
      { name: "ReadOnly", value: "READ_ONLY" },
      { name: "Mirror", value: "MIRROR" },
    ]);
  });

  it("has the blueprint with plain names, and settings that may be outputs", () => {
    const { isComponent, inputProperties, properties } = schema.resources["quay:index:OrganizationBlueprint"];
    expect(isComponent).toBe(true);
    expect(inputProperties.teams).toMatchObject({
      additionalProperties: { $ref: "#/types/quay:index:TeamBlueprint", plain: true },
      plain: true,
    });
    expect(inputProperties.email).not.toHaveProperty("plain");
    expect(properties.pullSecrets).toMatchObject({ additionalProperties: { type: "string" }, secret: true });
    expect(properties.organization.$ref).toBe("#/resources/quay:index:Organization");
    expect(properties.repositories.additionalProperties).toEqual({ $ref: "#/resources/quay:index:Repository" });
    const team = schema.types["quay:index:TeamBlueprint"].properties;
    expect(team.members).toMatchObject({ type: "array", items: { type: "string", plain: true }, plain: true });
    expect(team.role).toEqual({
      type: "string",
      description: expect.any(String),
      $ref: "#/types/quay:index:TeamRole",
    });
    const { users } = schema.types["quay:index:GrantsBlueprint"].properties;
    expect(users.additionalProperties).toEqual({ type: "string", $ref: "#/types/quay:index:GrantedRole" });
  });

  it("says which properties are secret, which have a default, and which replace", () => {
    const { Robot, Team } = { Robot: schema.resources["quay:index:Robot"], Team: schema.resources["quay:index:Team"] };
    expect(Robot.properties.token.secret).toBe(true);
    expect(Robot.properties.dockerConfigJson.secret).toBe(true);
    expect(Team.inputProperties.role).toMatchObject({ default: "member", $ref: "#/types/quay:index:TeamRole" });
    expect(Team.inputProperties.organization.willReplaceOnChanges).toBe(true);
    expect(Team.inputProperties.description).not.toHaveProperty("willReplaceOnChanges");
  });
});
