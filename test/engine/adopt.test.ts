import { writeFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { expectFailure, Story } from "./stack";

/** Created outside Pulumi before. */
async function settle(story: Story) {
  await story.callQuay("POST /v1/organization/", { name: "acme", email: "somebody@else.example" });
  const repository = { namespace: "acme", repository: "web", visibility: "public", description: "Older than us." };
  await story.callQuay("POST /v1/repository", repository);
  await story.callQuay("PUT /v1/organization/acme/team/ops", { role: "admin", description: "Older than us." });
  story.requested();
}

describe("A resource that exists already", () => {
  const story = new Story();
  beforeAll(() => settle(story));

  const program = (adopt?: boolean) => () => {
    new quay.Organization("acme", { email: "platform@acme.example", adopt });
    new quay.Repository("web", { namespace: "acme", adopt });
    new quay.Team("ops", { organization: "acme", adopt });
  };

  it("is not adopted by default: each refusal says how to proceed, and nothing changes", async () => {
    const { text } = await expectFailure(story.up(program(), { continueOnError: true }));
    for (const object of ["Organization acme", "Repository acme/web", "Team acme/ops"]) {
      expect(text).toContain(
        `Could not create ${object}: ${object} already exists and is not managed by this stack. ` +
          "Set adopt: true to take it over, or choose another name.",
      );
    }
    expect(story.writes()).toEqual([]);
    expect(story.state()).toEqual({});
  });

  it("is adopted as it is with adopt: the state contains what Quay has, and nothing is written", async () => {
    await story.up(program(true));
    expect(story.writes()).toEqual([]);
    expect(story.state()).toMatchObject({
      "Organization acme": { id: "acme", outputs: { email: "somebody@else.example" } },
      "Repository web": { id: "acme/web", outputs: { visibility: "public", description: "Older than us." } },
      "Team ops": { id: "acme/ops", outputs: { role: "admin", description: "Older than us." } },
    });
  });

  it("shows in a preview with --refresh what the program will change, and can be read with get", async () => {
    const seen: Record<string, unknown> = {};
    const remember = (name: string, value: pulumi.Output<unknown>) =>
      value.apply((known) => {
        seen[name] = known;
      });
    const { changes } = await story.preview(
      () => {
        program(true)();
        remember("email", quay.Organization.get("there", "acme").email);
        remember("image", quay.Repository.get("there", "acme/web").image);
        remember("role", quay.Team.get("there", "acme/ops").role);
      },
      { refresh: true },
    );
    expect(changes).toEqual({
      "Organization acme": { email: { from: "somebody@else.example", to: "platform@acme.example" } },
      "Repository web": {
        visibility: { from: "public", to: "private" },
        description: { from: "Older than us.", to: "" },
      },
      "Team ops": { role: { from: "admin", to: "member" }, description: { from: "Older than us.", to: "" } },
    });
    const image = `${new URL(story.quay.url).host}/acme/web`;
    expect(seen).toEqual({ email: "somebody@else.example", image, role: "admin" });
  });

  it("gets the properties of the program by up with --refresh", async () => {
    await story.up(program(true), { refresh: true });
    const { store } = story.quay;
    expect(store.organization("acme")).toMatchObject({ email: "platform@acme.example" });
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: false, description: "" });
    expect(store.team("acme", "ops")).toMatchObject({ role: "member", description: "" });
  });

  it("is read by get; for one that does not exist, get reports that", async () => {
    const { text } = await expectFailure(story.preview(() => void quay.Team.get("nowhere", "acme/nobody")));
    expect(text).toContain("Could not read Team acme/nobody: There is none in Quay.");
  });
});

describe("Many existing resources", () => {
  const story = new Story();
  beforeAll(() => settle(story));

  it("are imported at once from an import file, and the next preview shows no change", async () => {
    const provider = (kind: string) =>
      `exports.handler = () => require("pulumi-quay/provider").dynamic(${JSON.stringify(kind)});`;
    const described = (kind: string, name: string, id: string, properties: object) => ({
      type: `pulumi-nodejs:dynamic/quay:${kind}`,
      name,
      id,
      inputs: { ...properties, __provider: provider(kind) },
      outputs: { ...properties, __provider: provider(kind) },
    });
    const image = `${new URL(story.quay.url).host}/acme/web`;
    const older = { description: "Older than us." };
    const web = { namespace: "acme", name: "web", visibility: "public", ...older, fullName: "acme/web", image };
    const resources = [
      described("Organization", "acme", "acme", { name: "acme", email: "somebody@else.example" }),
      described("Repository", "web", "acme/web", web),
      described("Team", "ops", "acme/ops", { organization: "acme", name: "ops", role: "admin", ...older }),
    ];
    writeFileSync(story.file("import.json"), JSON.stringify({ resources }));
    const options = ["--generate-code=false", "--protect=false", "--skip-preview", "--yes"];
    const { ok, text } = await story.pulumi("import", "--file", "import.json", ...options);
    if (!ok) throw new Error(text);
    expect(Object.keys(story.state()).sort()).toEqual(["Organization acme", "Repository web", "Team ops"]);

    const { steps } = await story.preview(
      () => {
        new quay.Organization("acme", { email: "somebody@else.example" });
        new quay.Repository("web", { namespace: "acme", visibility: "public", ...older });
        new quay.Team("ops", { organization: "acme", role: "admin", ...older });
      },
      { refresh: true, expectNoChanges: true },
    );
    expect(steps).toEqual([]);
    expect(story.writes()).toEqual([]);
  });
});
