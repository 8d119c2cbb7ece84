import { readFileSync } from "node:fs";
import { type Face, onBothFaces, onOneFace } from "./faces";
import { expectFailure, Story } from "./stack";

const scope = "org:admin repo:admin repo:create user:admin";
const invalidToken = "Quay does not accept the token";

const programOf = (quay: Face) => () => {
  const acme = new quay.Organization("acme");
  new quay.Repository("web", { namespace: acme.name });
  for (const name of ["ops", "sre", "dev"]) new quay.Team(name, { organization: acme.name });
};
const everything = ["Organization acme", "Repository web", "Team dev", "Team ops", "Team sre"];

onBothFaces("A token that was replaced, and the old one revoked,", (quay) => {
  const story = new Story("configuration");
  const program = programOf(quay);
  const tokens: string[] = [];

  it("makes a preview with --refresh fail with the old token from the state, without dropping anything", async () => {
    await story.up(program);
    tokens.push(story.quay.token, story.quay.mint({ scope }));
    const { ok, text } = await story.pulumi("config", "set", "quay:token", tokens[1] ?? "", "--secret");
    expect({ ok, text }).toEqual({ ok: true, text: "" });
    story.quay.revoke(tokens[0] ?? "");
    const failed = await expectFailure(story.preview(program, { refresh: true }));
    expect(failed.text).toContain(invalidToken);
    expect(failed.steps).toEqual([]);
    expect(failed.text).not.toMatch(/to delete|to create/);
    expect(Object.keys(story.state()).sort()).toEqual(everything);
  });

  it("is used at once with --run-program, and by an up that stores it in the state", async () => {
    await story.up(program, { refresh: true, runProgram: true, expectNoChanges: true });
    const { steps } = await story.preview(program, { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
  });

  it("is not used by a destroy without --run-program, which uses the token of the last up and deletes nothing", async () => {
    tokens.push(story.quay.mint({ scope }));
    await story.pulumi("config", "set", "quay:token", tokens[2] ?? "", "--secret");
    story.quay.revoke(tokens[1] ?? "");
    story.writes();
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain(invalidToken);
    expect(text).toContain("--run-program");
    expect(story.writes()).toEqual([]);
    expect(Object.keys(story.state()).sort()).toEqual(everything);
  });

  it("is never printed and never in plain text in the state or the configuration", () => {
    const everywhere = [story.output, story.stateFile(), readFileSync(story.file("Pulumi.dev.yaml"), "utf8")];
    for (const token of tokens) for (const place of everywhere) expect(place).not.toContain(token);
    expect(story.stateFile()).toMatch(
      /"(quay:)?token":\{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext"/,
    );
  });

  it("destroys with --run-program", async () => {
    await story.destroy({ runProgram: true });
    expect(story.state()).toEqual({});
    expect(story.quay.store.organizations()).toEqual([]);
  });
});

onOneFace("A token in the environment", (quay) => {
  const story = new Story("environment");
  const program = programOf(quay);

  it("that is revoked in the middle of an up makes it fail; the next up creates what is missing, and nothing twice", async () => {
    dieAt("PUT /v1/organization/{orgname}/team/{teamname}", story.quay.token);
    const { text } = await expectFailure(story.up(program));
    expect(text).toContain(invalidToken);
    expect(Object.keys(story.state())).toContain("Organization acme");

    story.environment({ QUAY_TOKEN: story.quay.mint({ scope }) });
    await story.up(program);
    const teams = ["ops", "sre", "dev"].map((name) => `PUT organization/acme/team/${name}`);
    expect(story.writes().sort()).toEqual(["POST organization/", "POST repository", ...teams].sort());
    expect(Object.keys(story.state()).sort()).toEqual(everything);
    const { teams: made } = story.quay.store.organization("acme") ?? {};
    expect([...(made?.keys() ?? [])].sort()).toEqual(["dev", "ops", "owners", "sre"]);
  });

  it("may be replaced at any time: the state does not contain it", async () => {
    expect(story.stateFile()).not.toContain("quay:token");
    story.environment({ QUAY_TOKEN: story.quay.mint({ scope }) });
    await story.preview(program, { refresh: true, expectNoChanges: true });
  });

  it("that is revoked in the middle of a refresh makes it fail, and nothing is dropped", async () => {
    const token = story.quay.mint({ scope });
    story.environment({ QUAY_TOKEN: token });
    dieAt("GET /v1/repository/{repository}", token);
    const { text } = await expectFailure(story.refresh());
    expect(text).toContain(invalidToken);
    expect(Object.keys(story.state()).sort()).toEqual(everything);
  });

  /** The token is revoked before the first request to this route. */
  function dieAt(route: string, token: string) {
    const when = (request: { route: string }) => {
      if (request.route === route) story.quay.revoke(token);
      return false;
    };
    story.quay.fail("*", 500, { when });
  }
});
