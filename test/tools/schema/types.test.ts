import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import schema from "../../../schema.json";
import { findEngine } from "../../../tools/engine";
import { temporaryWorkspace } from "../../../tools/engine/workspace";
import { type Interfaces, interfaces } from "../../../tools/schema/interfaces";
import { kindSchema } from "../../../tools/schema/kinds";
import { NamedTypes } from "../../../tools/schema/types";
import { squad } from "../../fixtures/squad";

const root = path.join(__dirname, "../../..");
const fixture = (name: string) => path.join(root, "test/fixtures", name);

let declared: Interfaces;
beforeAll(() => {
  declared = interfaces([fixture("squad.ts"), fixture("inexpressible.ts")], root);
}, 60_000);

describe("The schema of a kind with objects and sets", () => {
  it("has a named type for each interface and enumeration, with the descriptions of their properties", () => {
    const types = new NamedTypes(declared);
    kindSchema(squad, declared, types);
    expect(JSON.parse(JSON.stringify(types.all))).toEqual({
      "quay:index:SquadTools": {
        type: "string",
        description: "Which of its tools it uses.",
        enum: [
          { name: "Drill", value: "drill" },
          { name: "Axe", value: "axe" },
        ],
      },
      "quay:index:SquadRuleTrust": {
        type: "string",
        description: "How far.",
        enum: [
          { name: "Some", value: "some" },
          { name: "Full", value: "full" },
        ],
      },
      "quay:index:SquadRule": {
        type: "object",
        description: "Whom a squad trusts.",
        properties: {
          issuer: { type: "string", description: "Address of who vouches." },
          subject: { type: "string", description: "For whom." },
          trust: {
            type: "string",
            description: "How far.",
            default: "full",
            $ref: "#/types/quay:index:SquadRuleTrust",
          },
        },
        required: ["issuer", "subject"],
      },
      "quay:index:SquadWebhook": {
        type: "object",
        description: "Where a squad hears of things.",
        properties: {
          url: { type: "string", description: "Address, which holds a token." },
          headers: { type: "object", description: "Headers besides.", additionalProperties: { type: "string" } },
          tries: { type: "integer", description: "How often it is tried.", default: 3 },
        },
        required: ["url"],
      },
    });
    expect([...types.interfaces].sort()).toEqual(["SquadRule", "SquadWebhook"]);
  });

  it("marks secret inputs and outputs, and refers to the types", () => {
    const { inputProperties, properties } = JSON.parse(
      JSON.stringify(kindSchema(squad, declared, new NamedTypes(declared))),
    );
    const webhook = { description: "Where it hears of things.", secret: true, $ref: "#/types/quay:index:SquadWebhook" };
    const rules = { description: "Whom it trusts, each once.", type: "array" };
    const items = { $ref: "#/types/quay:index:SquadRule" };
    expect(inputProperties).toMatchObject({
      webhook,
      rules: { ...rules, items },
      order: { type: "array", items: { type: "string" } },
      tools: { type: "array", items: { type: "string", $ref: "#/types/quay:index:SquadTools" } },
      others: { type: "object", additionalProperties: { $ref: "#/types/quay:index:SquadRule" } },
      password: { type: "string", secret: true },
    });
    expect(properties).toMatchObject({ webhook, rules: { ...rules, items }, password: { secret: true } });
    expect(inputProperties.rules).not.toHaveProperty("default");
    expect(properties.webhook).not.toHaveProperty("type");
  });

  it("is accepted by Pulumi", async () => {
    const types = new NamedTypes(declared);
    const resources = { ...schema.resources, "quay:index:Squad": kindSchema(squad, declared, types) };
    const { dir, env, remove } = await temporaryWorkspace(await findEngine());
    try {
      const file = path.join(dir, "schema.json");
      writeFileSync(file, JSON.stringify({ ...schema, types: { ...schema.types, ...types.all }, resources }));
      const options = { env: { ...process.env, ...env }, encoding: "utf8", stdio: "pipe" } as const;
      expect(() => execFileSync("pulumi", ["schema", "check", file], options)).not.toThrow();
    } finally {
      await remove();
    }
  }, 900_000);
});

describe("A type that not every language supports is refused:", () => {
  it.each([
    [
      "Union",
      "either of Union: not every language can say a union, here of string and number. Declare a property for each.",
    ],
    [
      "UnionOfObjects",
      "either of UnionOfObjects: not every language can say a union, here of Anonymous and SelfHolding. Declare a property for each.",
    ],
    ["Anonymous", "inner of Anonymous: an object needs a type with a name. Declare and export an interface for it."],
    ["Tuple", "both of Tuple: not every language can say a tuple. Declare and export an interface."],
    ["Numbers", "digit of Numbers: only texts can be enumerated. Declare it as number or boolean."],
    ["Holder", "SelfHolding holds itself, which not every language can say."],
  ])("%s", (name, sentence) => {
    expect(() => new NamedTypes(declared).properties(name, declared.get(name), {})).toThrow(sentence);
  });
});
