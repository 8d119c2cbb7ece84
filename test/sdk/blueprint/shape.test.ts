import * as pulumi from "@pulumi/pulumi";
import * as quay from "../../../sdk";
import { withoutEngine } from "../registered";
import { refused } from "./refused";

const engine = withoutEngine(() => ({}));

describe("A blueprint from a program without types, from configuration or from YAML", () => {
  const late = (where: string) =>
    `${where}: This is an output or a promise. A blueprint has to know its names before anything is made: use plain values ` +
    "here; settings of a part may be outputs.";
  const teams = { ops: { members: ["alice"] } };

  it.each([
    ["teams", { teams: Promise.resolve(teams) }, late("teams")],
    ["teams", { teams: pulumi.output(teams) }, late("teams")],
    ["repositories", { repositories: pulumi.secret({ web: {} }) }, late("repositories")],
    ["a team", { teams: { ops: pulumi.output({}) } }, late("teams.ops")],
    ["members", { teams: { ops: { members: pulumi.output(["alice"]) } } }, late("teams.ops.members")],
    ["a member", { teams: { ops: { members: [pulumi.output("alice")] } } }, late("teams.ops.members")],
    ["default permissions", { defaultPermissions: pulumi.output({}) }, late("defaultPermissions")],
    ["its name", { name: pulumi.output("acme") }, late("name")],
    ["teams", { teams: new Map([["ops", {}]]) }, "teams: This is not an object with names as its keys."],
    ["robots", { robots: ["ci"] }, "robots: This is not an object with names as its keys."],
    ["a team", { teams: { ops: 5 } }, "teams.ops: This is not an object with names as its keys."],
    ["members", { teams: { ops: { members: "alice" } } }, "teams.ops.members: This is not a list of names."],
    ["members", { teams: { ops: { members: new Set(["alice"]) } } }, "teams.ops.members: This is not a list of names."],
    [
      "grants",
      { repositories: { web: { teams: "ops" } } },
      "repositories.web.teams: This is not an object with names as its keys.",
    ],
    [
      "default permissions",
      { defaultPermissions: { team: { ops: "read" } } },
      "defaultPermissions.team: There is no such property. Did you mean teams?",
    ],
    ["policies", { autoPrune: pulumi.output([]) }, late("autoPrune")],
    ["policies", { autoPrune: { maxAge: "9d" } }, "autoPrune: This is not a list of policies."],
    ["a policy", { autoPrune: [{ maxAge: pulumi.output("9d") }] }, late("autoPrune.0.maxAge")],
    ["a policy", { autoPrune: [{ age: "9d" }] }, "autoPrune.0.age: There is no such property."],
    [
      "a policy",
      { repositories: { web: { autoPrune: [{ tagPatern: "^v" }] } } },
      "repositories.web.autoPrune.0.tagPatern: There is no such property. Did you mean tagPattern?",
    ],
    ["patterns", { immutability: { "v.*": {} } }, "immutability: This is not a list of names."],
    ["a quota", { quota: "500 GiB" }, "quota: This is not an object with names as its keys."],
    [
      "notifications",
      { notifications: [{ event: "quota_error" }] },
      "notifications: This is not an object with names as its keys.",
    ],
    ["a flag", { forceDelete: "yes" }, "forceDelete: This is not a boolean."],
  ])("is refused before anything is deleted when %s have another type than declared", (_, args, sentence) => {
    expect(refused(args)).toEqual([`OrganizationBlueprint acme: ${sentence}`]);
  });

  it("treats empty values as absent", async () => {
    const args = {
      teams: { ops: null },
      robots: { ci: null },
      repositories: { web: null, api: { teams: null } },
      email: null,
    };
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", args as never));
    expect([...all.keys()].filter((key) => key.includes("dynamic"))).toHaveLength(5);
  });
});
