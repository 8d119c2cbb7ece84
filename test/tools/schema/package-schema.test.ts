import { execFileSync } from "node:child_process";
import path from "node:path";
import schema from "../../../schema.json";
import { findEngine } from "../../../tools/engine";
import { temporaryWorkspace } from "../../../tools/engine/workspace";

const root = path.join(__dirname, "../../..");

describe("schema.json", () => {
  it("is a valid Pulumi package schema, as Pulumi checks it", async () => {
    const { env, remove } = await temporaryWorkspace(await findEngine());
    try {
      const check = () =>
        execFileSync("pulumi", ["schema", "check", path.join(root, "schema.json")], {
          env: { ...process.env, ...env },
          encoding: "utf8",
          stdio: "pipe",
        });
      expect(check).not.toThrow();
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

  it("says which properties are secret, which have a default, and which replace", () => {
    const { Robot, Team } = { Robot: schema.resources["quay:index:Robot"], Team: schema.resources["quay:index:Team"] };
    expect(Robot.properties.token.secret).toBe(true);
    expect(Robot.properties.dockerConfigJson.secret).toBe(true);
    expect(Team.inputProperties.role).toMatchObject({ default: "member", $ref: "#/types/quay:index:TeamRole" });
    expect(Team.inputProperties.organization.willReplaceOnChanges).toBe(true);
    expect(Team.inputProperties.description).not.toHaveProperty("willReplaceOnChanges");
  });
});
