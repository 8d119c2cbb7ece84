import { importContent } from "../../../cli/adopt/import-entries";
import { BLUEPRINT, type ProgramEntry, type WrittenProgram } from "../../../cli/adopt/program/contract";

describe("The file for pulumi import", () => {
  const entry = (kind: string, id: string, parent?: string): ProgramEntry => ({
    resource: { kind, id, inputs: {}, outputs: {} },
    name: id,
    ...(parent && { parent }),
  });
  const program = { components: [{ name: "acme", type: BLUEPRINT }] } as unknown as WrittenProgram;

  it("names everything by an identifier, else Pulumi generates no code for what refers to it", () => {
    const entries = [
      entry("Robot", "acme+ci"),
      entry("Robot", "acme+1.10"),
      entry("Repository", "12/a-b/c"),
      entry("Repository", "12/a/b-c"),
      entry("Tag", "acme/web:__proto__"),
    ];
    const { resources } = importContent(program, entries, true);
    expect(resources.map(({ name }) => name)).toEqual([
      "RobotAcmeCi",
      "RobotAcme110",
      "Repository12ABC",
      "Repository12ABC2",
      "TagAcmeWebProto",
    ]);
    expect(resources.map(({ logicalName }) => logicalName)).toEqual(entries.map(({ name }) => name));
  });

  it("has each component before its children, which name it", () => {
    const { resources } = importContent(program, [entry("Team", "acme/ops", "acme")], false);
    expect(resources).toMatchObject([
      { name: "componentAcme", logicalName: "acme", component: true },
      { logicalName: "acme/ops", parent: "componentAcme" },
    ]);
  });
});
