import { creatorGrants } from "../../../cli/inventory/creator-grants";
import { type InventoryOptions, inventory } from "../../../cli/inventory/inventory";
import { allNamespaces, namespacesNamed } from "../../../cli/inventory/namespaces";
import { withQuay } from "../../../cli/quay-access";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { whyNone } from "../../../provider/lifecycle/features";
import type { Resource } from "../../../provider/lifecycle/resource";
import { resources } from "../../../provider/resources";
import { seedReferenceOrganization } from "./reference-organization";

describe("What exists in a namespace", () => {
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  afterEach(() => quay.reset());
  afterAll(() => quay.close());

  /** All that is listed of a namespace, and which of it Quay granted by itself. */
  async function listed(name: string, options?: InventoryOptions) {
    return withQuay({ "quay:url": quay.url, "quay:token": quay.token }, async (access) => {
      const connection = access.connectionFor(name);
      const [namespace] = await namespacesNamed([name], () => connection);
      const found = await inventory(namespace as never, connection, options);
      const creators = await creatorGrants(found, connection.snapshot);
      return { ...found, ids: found.existing.map(({ kind, id }) => `${kind} ${id}`), creators: [...creators] };
    });
  }

  it("is all of every kind, with what by-standers hold, and without what is listed by repository", async () => {
    const acme = quay.store.addOrganization("acme");
    const [alice, bob] = [quay.store.addUser("alice"), quay.store.addUser("bob")];
    const ci = quay.store.addRobot(acme, "ci");
    const old = quay.store.addRobot(alice, "old");
    const ops = quay.store.addTeam(acme, "ops", "creator");
    for (const member of [alice, ci, old]) quay.store.join(ops, member);
    const web = quay.store.addRepository(acme, "web", alice);
    quay.store.grant(web, ops, "write");
    quay.store.grant(web, ci, "admin");
    quay.store.grant(web, bob, "read");
    const { ids, unlisted, creators } = await listed("acme");
    expect(ids).toEqual(
      expect.arrayContaining([
        "Organization acme",
        "Team acme/ops",
        "Team acme/owners",
        "TeamMember acme/ops/acme+ci",
        "TeamMember acme/ops/alice",
        "TeamMember acme/ops/alice+old",
        "TeamMember acme/owners/admin",
        "Robot acme+ci",
        "Repository acme/web",
        "RepositoryTeamPermission acme/web/team/ops",
        "RepositoryUserPermission acme/web/user/acme+ci",
        "RepositoryUserPermission acme/web/user/alice",
        "RepositoryUserPermission acme/web/user/bob",
      ]),
    );
    expect(ids).toHaveLength(13);
    expect(unlisted).toEqual(expect.arrayContaining(["RobotFederation", "Tag"]));
    // The robot is in the creator team and an administrator, as alice is: who created it is undecided.
    expect(creators).toEqual([]);
    quay.store.leave(ops, ci);
    expect((await listed("acme")).creators).toEqual(["acme/web/user/alice"]);
  });

  it("of a user is repositories, robots and grants, without the user's own", async () => {
    const admin = quay.store.user("admin") as never;
    const tool = quay.store.addRepository(admin, "tool", admin);
    quay.store.grant(tool, quay.store.addRobot(admin, "ci"), "write");
    const { ids, creators } = await listed("admin");
    expect(ids).toEqual(
      expect.arrayContaining([
        "Repository admin/tool",
        "Robot admin+ci",
        "RepositoryUserPermission admin/tool/user/admin+ci",
      ]),
    );
    expect(creators).toEqual(["admin/tool/user/admin"]);
  });

  it("of a user is read from a Quay without superusers, which has no quotas", async () => {
    quay.features.SUPER_USERS = false;
    quay.store.addRepository(quay.store.user("admin") as never, "tool");
    const { ids, unavailable } = await listed("admin");
    expect(ids).toContain("Repository admin/tool");
    expect(unavailable.get("Quota")).toBe("this Quay has FEATURE_SUPER_USERS switched off");
  });

  it("has tags when they are asked for by name, or with deep", async () => {
    quay.store.addOrganization("acme");
    quay.push("acme/web", "v1");
    expect((await listed("acme", { only: ["Tag"] })).ids).toEqual(["Tag acme/web:v1"]);
    expect((await listed("acme", { deep: true })).ids).toContain("Tag acme/web:v1");
  });

  it("has federations of robots when they are asked for by name, or with deep: a request for each robot", async () => {
    const acme = quay.store.addOrganization("acme");
    for (const name of ["ci", "cd", "idle"]) quay.store.addRobot(acme, name);
    const identity = { issuer: "https://gitlab.example.com", subject: "a" };
    for (const name of ["acme+ci", "acme+cd"]) quay.store.robot(name)?.federation.push(identity);
    const found = ["RobotFederation acme+cd", "RobotFederation acme+ci"];
    quay.requests.splice(0);
    expect((await listed("acme", { only: ["RobotFederation"] })).ids).toEqual(found);
    const asked = quay.requests.map(({ route }) => route).filter((route) => route.endsWith("/federation"));
    expect(asked).toEqual(Array(3).fill("GET /v1/organization/{orgname}/robots/{robot_shortname}/federation"));
    expect((await listed("acme", { deep: true })).ids).toEqual(expect.arrayContaining(found));
    const mine = quay.store.addRobot(quay.store.user("admin") as never, "ci");
    mine.federation.push(identity);
    expect((await listed("admin", { only: ["RobotFederation"] })).ids).toEqual(["RobotFederation admin+ci"]);
  });

  it("has no quotas on quay.io, whose own superusers set them, and nothing is asked there", async () => {
    const why = (url: string) =>
      withQuay({ "quay:url": url, "quay:token": quay.token }, (access) =>
        whyNone(resources.Quota as Resource, access.connectionFor("acme")),
      );
    expect(await why("https://quay.io")).toBe("quay.io does not offer it");
    expect(await why(quay.url)).toBeUndefined();
  });

  it("leaves out what is left of a deleted repository, and says so", async () => {
    const acme = quay.store.addOrganization("acme");
    const ops = quay.store.addTeam(acme, "ops", "member");
    quay.store.grant(quay.store.addRepository(acme, "web"), ops, "write");
    await fetch(`${quay.url}/api/v1/repository/acme/web`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${quay.token}` },
    });
    const { ids, ghosts } = await listed("acme");
    expect(ids.filter((id) => id.startsWith("RepositoryTeamPermission"))).toEqual([]);
    expect(ghosts).toEqual([expect.stringMatching(/^RepositoryTeamPermission acme\/[0-9a-f-]{36}\/team\/ops$/)]);
  });

  it("is not listed where a name is no namespace of the token", async () => {
    quay.store.addUser("alice");
    await expect(listed("alice")).rejects.toThrow(
      "There is no organization alice, and it is not the token's own user.",
    );
    quay.store.addOrganization("umbrella");
    await expect(listed("umbrela")).rejects.toThrow("token's own user. Did you mean umbrella?");
    quay.reset();
    await withQuay({ "quay:url": quay.url, "quay:token": quay.token }, async (access) => {
      quay.store.addOrganization("b");
      quay.store.addOrganization("a");
      expect(await allNamespaces(access.connectionFor(undefined))).toEqual([
        { name: "a", isUser: false },
        { name: "b", isUser: false },
        { name: "admin", isUser: true },
      ]);
    });
  });

  it("takes, for the reference organization, at most 330 requests", async () => {
    seedReferenceOrganization(1)(quay.store);
    const { ids, creators } = await listed("acme");
    expect(ids).toHaveLength(4301 + 2 + 1000);
    expect(creators).toHaveLength(1000);
    expect(quay.requests.length).toBeLessThanOrEqual(330);
  }, 60_000);
});
