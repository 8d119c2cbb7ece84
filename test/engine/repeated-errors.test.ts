import * as quay from "pulumi-quay";
import { expectFailure, Story } from "./stack";

describe("A refresh of a hundred resources", () => {
  const story = new Story();

  function program() {
    const acme = new quay.Organization("acme");
    for (let number = 1; number < 60; number++) new quay.Team(`team-${number}`, { organization: acme.name });
    for (let number = 1; number < 41; number++) new quay.Repository(`web-${number}`, { namespace: acme.name });
  }

  it("with an invalid token reports the cause once, and for each resource that it could not be read", async () => {
    await story.up(program);
    story.environment({ QUAY_TOKEN: "dead-and-gone" });
    const { text } = await expectFailure(story.refresh());
    // The engine prints the error of one resource several times.
    expect(text.match(/Set a new one as quay:token/g)?.length).toBeLessThan(6);
    const failed = Object.keys(story.state()).map((name) =>
      name.startsWith("Organization") ? name : name.replace(" ", " acme/"),
    );
    for (const name of failed) expect(text).toContain(`error: Could not read ${name}: Quay does not accept the token`);
    expect(text).toMatch(
      /Could not read \S+ \S+: Quay does not accept the token.*\(the same as of \S+ \S+; 100 so far\)/,
    );
    expect(Object.keys(story.state())).toHaveLength(100);
  });
});
