import * as pulumi from "@pulumi/pulumi";
import { check } from "../../provider/lifecycle/check";
import type { Resource } from "../../provider/lifecycle/resource";
import type { QuaySettings } from "../../provider/quay/settings";
import { resources } from "../../provider/resources";
import * as quay from "../../sdk";
import { acmeWithPolicies as furnished } from "../fixtures/acme-policies-blueprint";
import urns from "../fixtures/blueprint-urns.json";
import { refused } from "./blueprint/refused";
import { resolved } from "./output";
import { withoutEngine } from "./registered";

const createdBy = { ...furnished.defaultPermissions?.createdBy, robots: { ci: { teams: { ops: "write" as const } } } };
const acme = { ...furnished, defaultPermissions: { ...furnished.defaultPermissions, createdBy } };

const inside = "urn:pulumi:dev::story::quay:index:OrganizationBlueprint";
const component = `${inside}::acme`;
const urn = (kind: string, name: string) => `${inside}$pulumi-nodejs:dynamic/quay:${kind}::${name}`;
const organization = urn("Organization", "acme");

const engine = withoutEngine((type, { namespace, name }) => {
  if (type.endsWith(":Robot"))
    return { fullName: `${namespace}+${name}`, dockerConfigJson: pulumi.secret(`login of ${name}`) };
  if (type.endsWith(":Repository")) return { fullName: `${namespace}/${name}`, image: `quay.io/${namespace}/${name}` };
  return {};
});

describe("The parts of a blueprint", () => {
  it("have the same URNs for ever", async () => {
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", acme));
    expect([...all.keys()].sort()).toEqual(urns);
  });

  it("are named after the component, and in Quay by their own names", async () => {
    const all = await engine.run(() => new quay.OrganizationBlueprint("production", { ...acme, name: "acme" }));
    const names = [...all.keys()].map((each) => each.slice(each.lastIndexOf("::") + 2));
    expect(names.filter((name) => name !== "production" && !name.startsWith("production/"))).toEqual([]);
    expect(all.get(urn("Organization", "production"))?.inputs).toMatchObject({ name: "acme" });
    expect(all.get(urn("Team", "production/ops"))?.inputs).toMatchObject({ organization: "acme", name: "ops" });
    expect(all.get(urn("Robot", "production/ci"))?.inputs).toMatchObject({ namespace: "acme", name: "ci" });
    expect(all.get(urn("Repository", "production/base/node"))?.inputs).toMatchObject({ name: "base/node" });
    expect(all.get(urn("TeamMember", "production/ops/acme+ci"))?.inputs).toMatchObject({ member: "acme+ci" });
  });

  it("are refused by name at preview where Quay's API would route a repository to another resource", async () => {
    const repositories = { "a/tag/v1": { teams: { owners: "read" as const } } };
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", { repositories }));
    const { inputs = {} } = all.get(urn("Repository", "acme/a/tag/v1")) ?? {};
    const { failures } = check(resources.Repository as Resource, { registry: "quay.io" } as QuaySettings, {}, inputs);
    expect(failures).toEqual([
      { property: "name", reason: expect.stringMatching(/repository acme\/a\/tag\/v1: .* Choose another name\.$/) },
    ]);
  });

  it("of two blueprints in one program do not conflict", async () => {
    const both = await engine.run(() => {
      new quay.OrganizationBlueprint("acme", acme);
      new quay.OrganizationBlueprint("umbrella", acme);
    });
    expect(both.size).toBe(2 * urns.length);
    expect(refused({}, "acme/base")).toEqual([
      "OrganizationBlueprint acme/base: the name of a blueprint holds no slash, so that those of its parts are its own. " +
        "Choose another; what the organization is called is the argument name.",
    ]);
  });

  it("refer to each other by outputs, never by repeated strings", async () => {
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", acme));
    const robots = { ci: urn("Robot", "acme/ci"), puller: urn("Robot", "acme/puller") };
    const teams = { ops: urn("Team", "acme/ops"), owners: urn("Team", "acme/owners") };
    const repositories = { web: urn("Repository", "acme/web"), node: urn("Repository", "acme/base/node") };
    const from = (kind: string, name: string) => all.get(urn(kind, name))?.from;

    expect(from("Team", "acme/ops")).toMatchObject({ organization: [organization] });
    expect(from("Robot", "acme/ci")).toMatchObject({ namespace: [organization] });
    expect(from("Repository", "acme/web")).toMatchObject({ namespace: [organization] });
    expect(from("TeamMember", "acme/ops/acme+ci")).toMatchObject({ team: [teams.ops], member: [robots.ci] });
    expect(from("RepositoryTeamPermission", "acme/web/owners")).toMatchObject({
      repository: [repositories.web],
      team: [teams.owners],
    });
    const grants = { "acme/web/acme+puller": robots.puller, "acme/base/node/acme+ci": robots.ci };
    for (const [name, robot] of Object.entries(grants))
      expect(from("RepositoryUserPermission", name)).toMatchObject({ user: [robot] });
    expect(from("DefaultPermission", "acme/team/ops/by/acme+ci")).toMatchObject({
      organization: [organization],
      team: [teams.ops],
      createdBy: [robots.ci],
    });
    expect(from("DefaultPermission", "acme/user/acme+puller/by/noa")).toMatchObject({ user: [robots.puller] });
  });

  it("that are repositories wait for the default permissions, which Quay applies to new ones only", async () => {
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", acme));
    const defaults = urns.filter((each) => each.includes("DefaultPermission"));
    expect(defaults).toHaveLength(5);
    expect(all.get(urn("Repository", "acme/web"))?.dependencies).toEqual(expect.arrayContaining(defaults));
  });

  it("are deleted together with the organization only if it has forceDelete", async () => {
    const parts = urns.filter((each) => each !== component && each !== organization);
    const spared = await engine.run(() => new quay.OrganizationBlueprint("acme", acme));
    for (const part of parts) expect(spared.get(part)?.deletedWith).toBe("");
    const forced = await engine.run(() => new quay.OrganizationBlueprint("acme", { ...acme, forceDelete: true }));
    for (const part of parts) expect(forced.get(part)?.deletedWith).toBe(organization);
    expect(forced.get(organization)?.deletedWith).toBe("");
  });

  it("get adopt and forceDelete as far as their kinds have them", async () => {
    const flags = { adopt: true, forceDelete: true };
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", { ...acme, ...flags }));
    expect(all.get(organization)?.inputs).toMatchObject(flags);
    expect(all.get(urn("Repository", "acme/web"))?.inputs).toMatchObject(flags);
    const adoptable = urns.filter((each) => /Policy|Quota|Notification|Federation/.test(each));
    expect(adoptable).toHaveLength(10);
    for (const part of adoptable) expect(all.get(part)?.inputs).toMatchObject({ adopt: true });
    for (const name of ["Team::acme/ops", "Robot::acme/ci"]) {
      const [kind = "", logical = ""] = name.split("::");
      expect(all.get(urn(kind, logical))?.inputs).toMatchObject({ adopt: true });
      expect(all.get(urn(kind, logical))?.inputs).not.toHaveProperty("forceDelete");
    }
    for (const [each, { inputs }] of all) {
      if (/Member|Permission/.test(each)) expect(Object.keys(inputs)).not.toEqual(expect.arrayContaining(["adopt"]));
    }
  });

  it("may include a single repository that is deleted with its images", async () => {
    const repositories = { scratch: { forceDelete: true }, web: {} };
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", { repositories }));
    expect(all.get(urn("Repository", "acme/scratch"))).toMatchObject({
      inputs: { forceDelete: true },
      deletedWith: "",
    });
    expect(all.get(urn("Repository", "acme/web"))?.inputs).not.toHaveProperty("forceDelete");
    expect(all.get(organization)?.inputs).not.toHaveProperty("forceDelete");
  });

  it("are all protected by protect, and all use an explicit provider", async () => {
    const all = await engine.run(() => {
      const provider = new quay.Provider("internal", { url: "https://quay.internal.example", token: "t" });
      new quay.OrganizationBlueprint("acme", acme, { protect: true, provider });
    });
    for (const each of urns.filter((each) => each !== component)) {
      expect(all.get(each)).toMatchObject({ protect: true, provider: expect.stringContaining("::internal::") });
    }
  });

  it("accept outputs of other resources for every value, and require none", async () => {
    const description = pulumi.output("On call.");
    const role = pulumi.output("write" as const);
    const all = await engine.run(() => {
      new quay.OrganizationBlueprint("acme", {
        teams: { ops: { description } },
        repositories: { web: { teams: { ops: role } } },
      });
      new quay.OrganizationBlueprint("least");
    });
    expect(all.get(urn("Team", "acme/ops"))?.inputs).toMatchObject({ description: "On call." });
    expect(all.get(urn("RepositoryTeamPermission", "acme/web/ops"))?.inputs).toMatchObject({ role: "write" });
    expect(all.get(urn("Organization", "least"))?.inputs).toMatchObject({ name: "least" });
  });
});

describe("A blueprint", () => {
  it("outputs its name, images by repository, and pull secrets by robot, which are secret", async () => {
    const { name, images, pullSecrets } = new quay.OrganizationBlueprint("acme", acme);
    expect(await resolved(name)).toBe("acme");
    expect(await resolved(images)).toEqual({ web: "quay.io/acme/web", "base/node": "quay.io/acme/base/node" });
    expect(await resolved(pullSecrets)).toEqual({ ci: "login of ci", puller: "login of puller" });
    expect([await pulumi.isSecret(images), await pulumi.isSecret(pullSecrets)]).toEqual([false, true]);
  });

  it("exposes its parts for use in other resources", async () => {
    const { organization, teams, robots, repositories } = new quay.OrganizationBlueprint("acme", acme);
    expect(quay.Organization.isInstance(organization)).toBe(true);
    expect(Object.keys(teams)).toEqual(["owners", "ops", "readers"]);
    expect(await resolved(robots.ci?.fullName ?? pulumi.output(""))).toBe("acme+ci");
    expect(await resolved(repositories["base/node"]?.fullName ?? pulumi.output(""))).toBe("acme/base/node");
  });

  it("is typed: its parts and their values", () => {
    // @ts-expect-error There is no role owner.
    const grants: quay.GrantsBlueprint = { teams: { ops: "owner" } };
    // @ts-expect-error A repository has no visiblity.
    const repository: quay.RepositoryBlueprint = { visiblity: "public" };
    // @ts-expect-error The name of a part is its key.
    const team: quay.TeamBlueprint = { name: "ops" };
    expect([grants, repository, team]).toHaveLength(3);
  });

  it("is refused when it refers to robots or teams that it does not have, with all of them", () => {
    expect(
      refused({
        teams: { ops: { robots: ["cd"] } },
        robots: { ci: {}, puller: {} },
        repositories: { web: { robots: { pul: "read" }, teams: { opps: "write", owners: "admin" } } },
        defaultPermissions: {
          teams: { dev: "read" },
          createdBy: { robots: { bot: {} }, users: { mia: { robots: { x: "read" } } } },
        },
      }),
    ).toEqual([
      "OrganizationBlueprint acme:",
      "teams.ops.robots: the blueprint has no robot cd; its robots are ci, puller. Declare it in robots. A robot made elsewhere is named in full where users are, for example acme+cd.",
      "repositories.web.robots: the blueprint has no robot pul; its robots are ci, puller. Declare it in robots. A robot made elsewhere is named in full where users are, for example acme+pul.",
      "repositories.web.teams: the blueprint has no team opps; its teams are ops. Declare it in teams. For a team made elsewhere use a resource of its own: RepositoryTeamPermission or DefaultPermission.",
      "defaultPermissions.teams: the blueprint has no team dev; its teams are ops. Declare it in teams. For a team made elsewhere use a resource of its own: RepositoryTeamPermission or DefaultPermission.",
      "defaultPermissions.createdBy.robots: the blueprint has no robot bot; its robots are ci, puller. Declare it in robots. A robot made elsewhere is named in full where users are, for example acme+bot.",
      "defaultPermissions.createdBy.users.mia.robots: the blueprint has no robot x; its robots are ci, puller. Declare it in robots. A robot made elsewhere is named in full where users are, for example acme+x.",
    ]);
  });

  it("is refused when a robot has two roles for the same object", () => {
    const robots = { ci: {} };
    const repositories = { web: { robots: { ci: "read" }, users: { "acme+ci": "write" } } };
    expect(refused({ robots, repositories })).toEqual([
      "OrganizationBlueprint acme: repositories.web: robot ci stands in robots and, by its full name, in users. Keep one of them.",
    ]);
    expect(refused({ robots, teams: { ops: { members: ["acme+ci"], robots: { ci: {} } } } })).toEqual([
      "OrganizationBlueprint acme: teams.ops: robot ci stands in robots and, by its full name, in members. Keep one of them.",
    ]);
  });
});
