import * as quay from "pulumi-quay";
import { ProjectDirectory } from "./project-directory";
import { expectFailure, Story } from "./stack";

const trace = /\n\s+at /;

describe("A mistake of the user is reported in a sentence without a stack trace:", () => {
  const story = new Story();

  it("a missing token, with how to set one", async () => {
    story.environment({ QUAY_TOKEN: "" });
    const { text } = await expectFailure(story.preview(() => void new quay.Organization("acme")));
    expect(text).toContain(
      `error: quay:token is missing for the Quay at ${story.quay.url}. Set it with pulumi config set --secret quay:token, or set QUAY_TOKEN.`,
    );
    expect(text).not.toMatch(trace);
  });

  it("a token that Quay does not accept", async () => {
    story.environment({ QUAY_TOKEN: "mistyped" });
    const { text } = await expectFailure(story.up(() => void new quay.Organization("acme")));
    expect(text).toContain("error: Could not create Organization acme: Quay does not accept the token");
    expect(text).not.toMatch(trace);
  });

  it("unknown or invalid properties, all of them with the nearest valid ones", async () => {
    story.environment({ QUAY_TOKEN: story.quay.token });
    const wrong = { namespace: "Acme", visiblity: "public", state: "read-only" } as never;
    const { text } = await expectFailure(story.preview(() => void new quay.Repository("web", wrong)));
    for (const sentence of [
      "Repository has no property visiblity. Did you mean visibility?",
      `"Acme" is not an organization's or user's name. Use 2 to 255 lowercase letters and digits, joined by single . _ or -.`,
      'This is none of "NORMAL", "READ_ONLY", "MIRROR".',
    ])
      expect(text).toContain(sentence);
    expect(text).not.toMatch(trace);
    expect(story.state()).toEqual({});
  });

  it("an organization that does not exist", async () => {
    story.environment({ QUAY_TOKEN: story.quay.token });
    const { text } = await expectFailure(story.up(() => void new quay.Repository("web", { namespace: "acme" })));
    expect(text).toContain("There is no organization or user acme.");
    expect(text).not.toMatch(trace);
    expect(story.state()).toEqual({});
  });
});

describe("The resource option import", () => {
  const project = new ProjectDirectory({
    program:
      'const quay = require("pulumi-quay");\nnew quay.Team("ops", { organization: "acme" }, { import: "acme/ops" });\n',
  });

  it("is refused with a message that Pulumi cannot do that here, and how to import instead", async () => {
    const { ok, text } = await project.pulumi("preview");
    expect(ok).toBe(false);
    expect(text).toContain(
      "error: Team ops: the option import does not work with dynamic providers of Pulumi. Set adopt: true to take over what " +
        "exists, or import many at once with pulumi import --file.",
    );
    expect(text).not.toMatch(trace);
  });
});
