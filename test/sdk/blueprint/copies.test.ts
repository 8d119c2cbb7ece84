import * as pulumi from "@pulumi/pulumi";
import * as quay from "../../../sdk";
import { acmeWithCopies, copies } from "../../fixtures/acme-copies-blueprint";
import urns from "../../fixtures/blueprint-copies-urns.json";
import { withoutEngine } from "../registered";
import { refused } from "./refused";

const inside = "urn:pulumi:dev::story::quay:index:OrganizationBlueprint";
const urn = (kind: string, name: string) => `${inside}$pulumi-nodejs:dynamic/quay:${kind}::${name}`;

const engine = withoutEngine((type, { namespace, name }) => {
  if (type.endsWith(":Robot")) return { fullName: `${namespace}+${name}` };
  return type.endsWith(":Repository") ? { fullName: `${namespace}/${name}` } : {};
});

const both = () =>
  engine.run(() => {
    new quay.OrganizationBlueprint("acme", acmeWithCopies);
    new quay.OrganizationBlueprint("copies", copies);
  });

describe("Mirrors, caches and synchronized teams of a blueprint", () => {
  it("have the same URNs for ever", async () => {
    const made = [...(await both()).keys()].filter((each) =>
      /Mirror::|ProxyCache::|TeamSync::|alpine|sync$/.test(each),
    );
    expect(made.sort()).toEqual(urns);
  });

  it("refer to what they are for by outputs", async () => {
    const all = await both();
    const from = (kind: string, name: string) => all.get(urn(kind, name))?.from;
    const organization = urn("Organization", "acme");
    expect(from("ProxyCache", "acme/proxycache")).toMatchObject({ organization: [organization] });
    expect(from("TeamSync", "acme/dev/sync")).toMatchObject({ team: [urn("Team", "acme/dev")] });
    expect(from("RepositoryMirror", "acme/alpine/mirror")).toMatchObject({
      repository: [urn("Repository", "acme/alpine")],
      robot: [urn("Robot", "acme/sync")],
    });
    expect(from("OrganizationMirror", "copies/mirror")).toMatchObject({
      organization: [urn("Organization", "copies")],
      robot: [urn("Robot", "copies/sync")],
    });
  });

  it("grant the robot of a mirrored repository what Quay gives it, unless it has another grant, before the mirror is made", async () => {
    const all = await both();
    const grant = urn("RepositoryUserPermission", "acme/alpine/acme+sync");
    expect(all.get(grant)?.inputs).toMatchObject({ role: "write" });
    expect(all.get(grant)?.from).toMatchObject({ user: [urn("Robot", "acme/sync")] });
    expect(all.get(urn("RepositoryMirror", "acme/alpine/mirror"))?.dependencies).toContain(grant);

    const { mirror } = acmeWithCopies.repositories?.alpine ?? {};
    const admin = { alpine: { mirror, robots: { sync: "admin" as const } } };
    const other = await engine.run(
      () => new quay.OrganizationBlueprint("acme", { robots: { sync: {} }, repositories: admin }),
    );
    expect(other.get(grant)?.inputs).toMatchObject({ role: "admin" });
  });

  it("take robots made elsewhere by their full names, and outputs for all but those", async () => {
    const mirror = { ...copies.mirror, robot: "copies+shared", externalNamespace: pulumi.output("library") };
    const all = await engine.run(() => new quay.OrganizationBlueprint("copies", { mirror: mirror as never }));
    expect(all.get(urn("OrganizationMirror", "copies/mirror"))?.inputs).toMatchObject({ robot: "copies+shared" });
    const unknown = { ...copies.mirror, robot: pulumi.output("sync") };
    expect(refused({ robots: { sync: {} }, mirror: unknown as never }).join()).toContain(
      "mirror.robot: This is an output",
    );
  });

  it("are refused where Quay would refuse them, by name, before anything is made", () => {
    const sync = { groupDn: "cn=dev" };
    const mirror = { robot: "sink", externalReference: "registry.acme.example/alpine", tags: ["*"] };
    expect(
      refused({
        teams: { dev: { sync, members: ["alice", "acme+other", "bob"] } },
        robots: { sync: {} },
        repositories: {
          alpine: { mirror, state: "NORMAL" },
          web: { mirror: { ...mirror, robot: "sync" }, robots: { sync: "read" } },
          api: { mirror: { ...mirror, robot: "umbrella+sync" } },
        },
        immutability: ["v.*"],
        proxyCache: { upstream: "docker.io" },
        mirror: copies.mirror,
      }),
    ).toEqual([
      "OrganizationBlueprint acme:",
      "teams.dev.members: alice and bob cannot be named beside sync: the team takes its people from the group. Add them to the group; only robots may be named here.",
      "repositories.alpine.mirror.robot: the blueprint has no robot sink; its robots are sync. Declare it in robots. A robot made elsewhere is named in full, for example acme+sink.",
      "repositories.alpine.state: NORMAL is not the state of a mirror. Remove state, or mirror.",
      "repositories.web.mirror.robot: sync is granted read, and a mirror's robot has to write. Grant it write.",
      "repositories.api.mirror.robot: umbrella+sync is a robot of another namespace. It has to be one of acme.",
      ...["repositories.alpine", "repositories.web", "repositories.api", "immutability", "proxyCache"].map(
        (beside) =>
          `mirror: acme copies all repositories of another namespace, and Quay allows no ${beside} beside that. Remove one of them.`,
      ),
    ]);
  });

  it("refuse to read with a mirror's robot that the blueprint names in full, and take a user of its short name for another", () => {
    const mirror = { robot: "acme+sync", externalReference: "registry.acme.example/alpine", tags: ["*"] };
    const robots = { sync: {} };
    expect(refused({ robots, repositories: { web: { mirror, robots: { sync: "read" } } } })).toEqual([
      "OrganizationBlueprint acme: repositories.web.mirror.robot: acme+sync is granted read, and a mirror's robot has to write. Grant it write.",
    ]);
    const byShortName = { ...mirror, robot: "sync" };
    const beside = { teams: { dev: { sync: { groupDn: "cn=dev" }, members: ["bob"] } } };
    const [error] = refused({
      robots,
      repositories: { web: { mirror: byShortName, users: { sync: "read" } } },
      ...beside,
    });
    expect(error).toMatch(/^OrganizationBlueprint acme: teams\.dev\.members: /);
  });
});
