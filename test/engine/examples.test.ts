import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import type { LocalQuay } from "../../local-quay";
import { Story } from "./stack";

function addPeople(quay: LocalQuay): undefined {
  for (const name of ["alice", "bob"]) quay.addUser(name);
}

/** What an example presumes: what stands in Quay already, and what it is configured with. */
const presumed: Record<string, (quay: LocalQuay) => Record<string, string> | undefined> = {
  blueprint: (quay) => addPeople(quay),
  "team-member": (quay) => addPeople(quay),
  tag: (quay) => {
    quay.store.addOrganization("acme");
    return { digest: quay.push("acme/web", "v1").digest };
  },
  promote: (quay) => {
    quay.store.addOrganization("acme");
    quay.push("acme/web", "v1.2.3");
    return undefined;
  },
};

/** Those with stories of their own. */
const elsewhere = ["drift", "kubernetes", "multi-org", "quickstart", "testing"];

const folder = join(__dirname, "..", "..", "examples");
const examples = readdirSync(folder).filter((name) => !elsewhere.includes(name));

/** Runs an example from its first line each time, with the libraries of this process. */
const run = (example: string) => () =>
  jest.isolateModules(() => {
    jest.doMock("@pulumi/pulumi", () => pulumi);
    jest.doMock("pulumi-quay", () => quay);
    require(join(folder, example));
  });

describe("An example", () => {
  const story = new Story("configuration");

  it.each(examples)("makes what it says, and leaves nothing: %s", async (example) => {
    story.quay.reset();
    const settings = presumed[example]?.(story.quay) ?? {};
    for (const [key, value] of Object.entries(settings)) await story.pulumi("config", "set", key, value);
    await story.up(run(example));
    expect(Object.keys(story.state()).length).toBeGreaterThan(0);
    expect(story.written()).not.toEqual([]);
    await story.pulumi("state", "unprotect", "--all", "--yes");
    await story.destroy();
    expect(story.state()).toEqual({});
  });
});
