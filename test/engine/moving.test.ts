import * as dynamic from "pulumi-quay";
import * as native from "pulumi-quay/native";
import { withAllFaces } from "./faces";
import { expectFailure, Story } from "./stack";

const program =
  (quay: typeof dynamic, name = "ops") =>
  () => {
    const acme = new quay.Organization("acme");
    new quay.Team("ops", { organization: acme.name, name }, { parent: acme });
    new quay.Robot("ci", { namespace: acme.name });
  };

withAllFaces("A stack that moves", () => {
  const story = new Story();
  const teams = () => [...(story.quay.store.organization("acme")?.teams.keys() ?? [])];

  it("to the plugin may change in the same update: what it replaces is deleted by the provider that made it", async () => {
    await story.up(program(dynamic));
    const { steps } = await story.up(program(native, "dev"));
    expect([...new Set(steps)].sort()).toEqual([
      "create-replacement Team ops",
      "delete-replaced Team ops",
      "replace Team ops",
    ]);
    expect(teams()).toEqual(["owners", "dev"]);
  });

  it("back to the dynamic provider may so too", async () => {
    await story.up(program(dynamic, "sre"));
    expect(teams()).toEqual(["owners", "sre"]);
    await story.destroy();
    expect(story.quay.store.organization("acme")).toBeUndefined();
  });
});

withAllFaces("A stack that moves back to the dynamic provider", () => {
  const story = new Story();

  it("cannot be refreshed or destroyed with --run-program before its first update, and loses nothing by trying", async () => {
    await story.up(program(native));
    await story.preview(program(dynamic));
    for (const attempt of [story.refresh, story.destroy]) {
      const { text } = await expectFailure(attempt.call(story, { runProgram: true }));
      expect(text).toContain("code must be a string");
    }
    expect(story.quay.store.team("acme", "ops")).toBeDefined();
  });

  it("is whole after that update", async () => {
    await story.up(program(dynamic));
    await story.refresh({ runProgram: true, expectNoChanges: true });
    await story.destroy({ runProgram: true });
    expect(story.quay.store.organization("acme")).toBeUndefined();
  });
});
