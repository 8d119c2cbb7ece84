import * as dynamic from "pulumi-quay";
import * as native from "pulumi-quay/native";
import { resolved } from "../sdk/output";
import { expectFailure, Story } from "./stack";

describe("Both faces in one program", () => {
  const story = new Story();
  beforeAll(() => {
    story.quay.store.addOrganization("lab");
    story.quay.push("lab/app", "v1");
  });
  let seen: unknown;

  const program = () => {
    const { url, token } = story.quay;
    const [ours, theirs] = [native, dynamic].map(({ Provider }) => new Provider("internal", { url, token }));
    const acme = new native.Organization("acme", {}, { provider: ours });
    const web = new dynamic.Repository("web", { namespace: acme.name }, { provider: theirs });
    new native.Team("ops", { organization: acme.name, role: native.TeamRole.Creator }, { parent: web, provider: ours });
    const { digest } = native.getTagOutput({ repository: "lab/app", name: "v1" }, { provider: ours });
    new dynamic.Tag("prod", { repository: "lab/app", digest });
    const owners = native.Team.get("owners", "lab/owners");
    const names = native.getTagsOutput({ repository: "lab/app" }).apply((tags) => tags.map(({ name }) => name));
    const user = native.getCurrentUserOutput({ provider: ours }).username;
    seen = { role: owners.role, names, user };
  };

  it("stand beside one another, refer to one another, and read what exists", async () => {
    await story.up(program);
    const { store } = story.quay;
    expect(store.repository("acme", "web")).toBeDefined();
    expect(store.team("acme", "ops")).toMatchObject({ role: "creator" });
    expect(await resolvedEach(seen)).toEqual({ role: "admin", names: expect.arrayContaining(["v1"]), user: "admin" });
    const { steps } = await story.preview(program, { refresh: true, runProgram: true, expectNoChanges: true });
    expect(steps).toEqual(["read Team owners"]);
  });

  it("are deleted in their order", async () => {
    await story.destroy();
    expect(story.quay.store.organization("acme")).toBeUndefined();
    expect(Object.keys(story.state())).toEqual([]);
  });
});

describe("A program of pulumi-quay/native", () => {
  const story = new Story();

  it("imports by the option import what differs in nothing, then needs it no more", async () => {
    await story.callQuay("POST /v1/organization/", { name: "acme" });
    await story.callQuay("PUT /v1/organization/acme/team/ops", { role: "creator", description: "On call." });
    const team = { organization: "acme", role: "creator", description: "On call." } as const;
    story.requested();
    const { steps } = await story.up(() => new native.Team("ops", team, { import: "acme/ops" }));
    expect(steps).toEqual(["import Team ops"]);
    expect(story.writes()).toEqual([]);
    await story.preview(() => new native.Team("ops", team), { expectNoChanges: true });
  });

  it("is told of all its malformed resources at once", async () => {
    const { text } = await expectFailure(
      story.preview(() => {
        new native.Team("ops", { organization: "Acme Inc" });
        new native.Robot("ci", { namespace: "acme", name: "c i" });
      }),
    );
    expect(text).toMatch(/Also malformed:\n\s*(Team ops: organization|Robot ci: name): /);
  });
});

async function resolvedEach(outputs: unknown): Promise<object> {
  const entries = Object.entries(outputs as object).map(async ([name, value]) => [name, await resolved(value)]);
  return Object.fromEntries(await Promise.all(entries));
}
