import * as quay from "pulumi-quay";
import { Directory } from "./directory";
import { failing, Story } from "./stack";

const trace = /\n\s+at /;

describe("Whoever makes a mistake reads a sentence, not a stack:", () => {
  const story = new Story();

  it("without a token, how to set one", async () => {
    story.environment({ QUAY_TOKEN: "" });
    const { text } = await failing(story.preview(() => void new quay.Organization("acme")));
    expect(text).toContain(
      `error: quay:token is missing for the Quay at ${story.quay.url}. Set it with pulumi config set --secret quay:token, or set QUAY_TOKEN.`,
    );
    expect(text).not.toMatch(trace);
  });

  it("with a token that Quay does not know, that it is wrong", async () => {
    story.environment({ QUAY_TOKEN: "mistyped" });
    const { text } = await failing(story.up(() => void new quay.Organization("acme")));
    expect(text).toContain("error: Could not create Organization acme: Quay does not accept the token");
    expect(text).not.toMatch(trace);
  });

  it("with properties that are not there or wrong, all of them and the nearest right ones", async () => {
    story.environment({ QUAY_TOKEN: story.quay.token });
    const wrong = { namespace: "Acme", visiblity: "public", state: "read-only" } as never;
    const { text } = await failing(story.preview(() => void new quay.Repository("web", wrong)));
    for (const sentence of [
      "Repository has no property visiblity. Did you mean visibility?",
      `"Acme" is not an organization's or user's name. Use 2 to 255 lowercase letters and digits, joined by single . _ or -.`,
      'This is none of "NORMAL", "READ_ONLY", "MIRROR".',
    ])
      expect(text).toContain(sentence);
    expect(text).not.toMatch(trace);
    expect(story.state()).toEqual({});
  });

  it("with an organization that does not exist, that there is none", async () => {
    story.environment({ QUAY_TOKEN: story.quay.token });
    const { text } = await failing(story.up(() => void new quay.Repository("web", { namespace: "acme" })));
    expect(text).toContain("There is no organization or user acme.");
    expect(text).not.toMatch(trace);
    expect(story.state()).toEqual({});
  });
});

describe("Who asks for the option import", () => {
  const here = new Directory({
    program:
      'const quay = require("pulumi-quay");\nnew quay.Team("ops", { organization: "acme" }, { import: "acme/ops" });\n',
  });

  it("reads that Pulumi cannot do that here, and what to do instead", async () => {
    const { ok, text } = await here.pulumi("preview");
    expect(ok).toBe(false);
    expect(text).toContain(
      "error: Team ops: the option import does not work with dynamic providers of Pulumi. Set adopt: true to take over what " +
        "exists, or import many at once with pulumi import --file.",
    );
    expect(text).not.toMatch(trace);
  });
});
