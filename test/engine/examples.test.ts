import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import type { LocalQuay } from "../../local-quay";
import { fileOf } from "../../tools/schema/file-name";
import { specimens } from "../kinds";
import { people } from "../kinds/specimen";
import { languages } from "../languages/languages";
import { Story } from "./stack";

/** Requirements of the examples that are not named after a kind. */
const presumed: Record<string, (quay: LocalQuay) => Record<string, string> | undefined> = {
  promote: (quay) => {
    quay.store.addOrganization("acme");
    quay.push("acme/web", "v1.2.3");
    return undefined;
  },
  ...Object.fromEntries(
    Object.entries(specimens).map(([kind, { example }]) => [fileOf(kind), example ?? (() => undefined)]),
  ),
};

/** Those with test files of their own; other languages than TypeScript have theirs in test/languages. */
const ownTests = ["drift", "kubernetes", "multi-org", "testing", ...languages.map(({ example }) => example)];

const folder = join(__dirname, "..", "..", "examples");
const examples = readdirSync(folder).filter((name) => !ownTests.includes(name));

/** Runs an example from its first line each time, with the libraries of this process. */
const run = (example: string) => () =>
  jest.isolateModules(() => {
    jest.doMock("@pulumi/pulumi", () => pulumi);
    jest.doMock("pulumi-quay", () => quay);
    require(join(folder, example));
  });

describe("An example", () => {
  const story = new Story("configuration");

  it.each(examples)("creates what it declares, and leaves nothing: %s", async (example) => {
    story.quay.reset();
    people(story.quay, "alice", "bob");
    const settings = presumed[example]?.(story.quay) ?? {};
    for (const [key, value] of Object.entries(settings)) await story.pulumi("config", "set", key, value);
    await story.up(run(example));
    expect(Object.keys(story.state()).length).toBeGreaterThan(0);
    expect(story.writes()).not.toEqual([]);
    await story.pulumi("state", "unprotect", "--all", "--yes");
    await story.destroy();
    expect(story.state()).toEqual({});
  });
});
