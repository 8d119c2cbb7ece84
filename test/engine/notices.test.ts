import * as quay from "pulumi-quay/native";
import { Story } from "./stack";

describe("A notice of the plugin", () => {
  const story = new Story();
  const program =
    ({ name, logical = "ops", description = "Builds." }: { name?: string; logical?: string; description?: string }) =>
    () => {
      const acme = new quay.Organization("acme");
      new quay.Team(logical, { organization: acme.name, name, adopt: true });
      new quay.Robot("ci", { namespace: acme.name, description, replaceWhenChanged: true });
    };

  it("of what a replacement loses arrives with each resource that is to be replaced", async () => {
    await story.up(program({}));
    const replaced = (what: string, lost: string) => [
      expect.stringContaining(`${what} is to be replaced. Lost when the old one is deleted: ${lost}`),
    ];
    const { notices } = await story.preview(program({ name: "sre", description: "Pushes." }));
    expect(notices).toEqual({
      "Team ops": replaced("Team acme/ops", "members and grants"),
      "Robot ci": replaced("Robot acme+ci", "its token"),
    });
  });

  it("of what stays in Quay arrives with the entry that leaves the state", async () => {
    const { notices } = await story.up(program({ name: "ops", logical: "crew" }));
    expect(notices).toEqual({
      "Team ops": [expect.stringContaining("Team acme/ops stays in Quay, because this stack still has it")],
    });
  });
});
