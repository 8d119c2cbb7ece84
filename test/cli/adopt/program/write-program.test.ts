import type { AdoptedNamespace } from "../../../../cli/adopt/program/contract";
import "../../../fixtures/squad";
import { base, found, namespace, organization, repository, services, team, teamGrant, written } from "./acme";

describe("The written program", () => {
  it("is the same whatever the order of the resources and of their properties is", async () => {
    const resources = [...base, ...services(5)];
    const reversed = [...resources].reverse().map((each) => {
      return { ...each, inputs: Object.fromEntries(Object.entries(each.inputs).reverse()) };
    });
    for (const as of ["blueprint", "resources", "yaml"] as const) {
      const [one, other] = [await written(resources, { as }), await written(reversed, { as })];
      expect(other.files).toEqual(one.files);
    }
  });

  it("takes the first of equal default permissions, which Quay allows", async () => {
    const ofDev = (role: string) => found("DefaultPermission", { organization: "acme", team: "dev", role });
    const { acme, entries } = await written([...base, ofDev("write"), ofDev("read")]);
    expect(acme).toContain(`defaultPermissions: { teams: { dev: "write" } },`);
    expect(entries.map(({ name }) => name).filter((name) => name === "acme/team/dev")).toHaveLength(1);
  });

  it("names users and the robots of others in full, and robots of the blueprint by their short names", async () => {
    const members = ["alice", "acme+ci", "acme+gone", "other+bot"];
    const all = members.map((member) => found("TeamMember", { organization: "acme", team: "dev", member }));
    const { acme, entries } = await written([...base, ...all]);
    expect(acme).toContain(`dev: { members: ["acme+gone", "alice", "other+bot"], robots: ["ci"] },`);
    expect(entries.map(({ name }) => name)).toContain("acme/dev/acme+ci");
  });

  it("puts beside the blueprint what names a team that is not adopted, linked to its repository", async () => {
    const beside = [
      teamGrant("web", "gone"),
      found("TeamMember", { organization: "acme", team: "gone", member: "acme+ci" }),
      found("DefaultPermission", { organization: "acme", team: "gone", role: "read", createdBy: "acme+ci" }),
    ];
    const { acme, entries } = await written([...base, repository("web"), ...beside, teamGrant("web", "owners")]);
    expect(acme).toContain(`web: { teams: { owners: "write" } },`);
    expect(acme).toContain(`new quay.TeamMember("acme/gone/acme+ci", {
  organization: acme.name,
  team: "gone",
  member: acme.robots.ci.fullName,
});

new quay.RepositoryTeamPermission("acme/web/team/gone", {
  repository: acme.repositories.web.fullName,
  team: "gone",
  role: "write",
});

new quay.DefaultPermission("acme/team/gone/by/acme+ci", {
  organization: acme.name,
  role: "read",
  team: "gone",
  createdBy: acme.robots.ci.fullName,
});
`);
    expect(acme).not.toContain("createdBy: {");
    expect(entries.filter(({ parent }) => parent === undefined).map(({ name }) => name)).toEqual([
      "acme/gone/acme+ci",
      "acme/web/team/gone",
      "acme/team/gone/by/acme+ci",
    ]);
  });

  it("has resources instead of a blueprint where the organization itself is not adopted", async () => {
    const { acme, components } = await written([team("dev"), repository("web"), teamGrant("web", "dev")]);
    expect(acme).not.toContain("Blueprint");
    expect(acme).toContain(`new quay.Team("acme/dev", {\n  organization: "acme",\n  name: "dev",\n});`);
    expect(acme).toContain("  repository: webRepository.fullName,\n  team: devTeam.name,\n");
    expect(components).toEqual([]);
  });

  it("reads secrets of other kinds from the configuration, and says which and what Quay never shows", async () => {
    const webhook = { url: "https://hooks.example/hunter2" };
    const squad = found("Squad", { organization: "acme", name: "night", webhook, tools: ["axe"] });
    const { acme, secrets, leftOut, text } = await written([organization, squad]);
    expect(acme).toContain('import * as pulumi from "@pulumi/pulumi";\n');
    expect(acme).toContain('webhook: config.requireSecretObject("acme-night-webhook"),');
    const command = 'pulumi config set --secret acme-night-webhook # {"url":"…","tries":"…"}';
    expect(secrets).toEqual([{ key: "acme-night-webhook", command }]);
    expect(leftOut).toEqual(["Squad acme/night: Quay never shows password. If it has one, add it to the program."]);
    expect(JSON.stringify(text)).not.toContain("hunter2");
  });

  it("states the password that Quay tells it holds, which a program without one would take away", async () => {
    const from = { registryType: "harbor", registryUrl: "https://registry.example.com", externalNamespace: "acme" };
    const mirror = found("OrganizationMirror", { organization: "acme", robot: "acme+sync", ...from });
    const { acme, leftOut } = await written([
      organization,
      { ...mirror, outputs: { ...mirror.outputs, hasPassword: true } },
    ]);
    expect(acme).toContain('password: config.requireSecret("acme-password"),');
    expect(leftOut).toEqual([]);
    const without = await written([organization, mirror]);
    expect(without.acme).not.toContain("password:");
  });

  it("leaves out what its own preview would refuse, with the reason", async () => {
    const path = { ...repository("web"), id: "acme/web/tag/v1", inputs: { namespace: "acme", name: "web/tag/v1" } };
    const old = { ...team("ops"), id: "acme/Ops", inputs: { organization: "acme", name: "Ops" } };
    const { leftOut, entries } = await written([organization, path, old]);
    expect(entries.map(({ name }) => name)).toEqual(["acme"]);
    expect(leftOut).toEqual([
      expect.stringMatching(/^Repository acme\/web\/tag\/v1 cannot be managed\. name: .*tag is a word of the API/),
      expect.stringMatching(/^Team acme\/Ops cannot be managed\. name: "Ops" is not a team name\./),
    ]);
  });

  it("as YAML says what the file has no place for", async () => {
    const alice: AdoptedNamespace = {
      name: "alice",
      isUser: true,
      resources: [found("Robot", { namespace: "alice", name: "pc" })],
    };
    const { text, leftOut, entries } = await written([namespace([...base, teamGrant("web", "dev")]), alice], {
      as: "yaml",
    });
    expect(text["organizations.yaml"]).toBe("acme:\n  teams:\n    dev: {}\n    ops: {}\n  robots:\n    ci: {}\n");
    expect(leftOut).toEqual([
      "alice, with Robot alice+pc: it is a user's own namespace, and a YAML file describes whole organizations.",
      "acme: a YAML file has no place for RepositoryTeamPermission acme/web/team/dev. A program in TypeScript has.",
    ]);
    expect(entries).toHaveLength(4);
  });

  it("gives everything the component of --into as its parent, which is not called like a namespace", async () => {
    const { text, acme, components } = await written(base, { into: "legacy" });
    expect(text["component.ts"]).toContain(
      `export const legacy = new pulumi.ComponentResource(\n  "quay:adopted:Component",\n  "legacy",\n);`,
    );
    expect(acme).toContain('import { legacy } from "../component";\n');
    expect(acme).toMatch(/\{ parent: legacy },?\n/);
    expect(components).toEqual([
      { name: "legacy", type: "quay:adopted:Component" },
      { name: "acme", type: "quay:index:OrganizationBlueprint", parent: "legacy" },
    ]);
    await expect(written(base, { into: "acme" })).rejects.toThrow("acme is the name of a namespace.");
    await expect(written(base, { into: "legacy", as: "yaml" })).rejects.toThrow("has no component");
  });

  it("is nothing for a namespace of which nothing is adopted", async () => {
    expect(await written([])).toMatchObject({ files: [], entries: [], components: [] });
  });

  it("writes long Markdown as lines, and what lines would not keep as an escaped text", async () => {
    const long = `# Web\n\n${"words ".repeat(20).trim()} with \`ticks\` and \${braces}.\n`;
    const spaces = `${long}hard break  \nafter it\n`;
    const { acme } = await written([
      organization,
      repository("long", { description: long }),
      repository("spaces", { description: spaces }),
      repository("control", { description: "a\u001b[31m\u2028\u202eb" }),
    ]);
    expect(acme).toContain("description: `# Web\n\nwords ");
    expect(acme).toContain("with \\`ticks\\` and \\$" + "{braces}.\n`,");
    expect(acme).toContain("hard break  \\nafter it");
    expect(acme).toContain('"a\\u001b[31m\\u2028\\u202eb"');
  });

  it("imports the native package if that is wanted", async () => {
    expect((await written(base, { native: true })).acme).toContain('from "pulumi-quay/native";');
  });
});
