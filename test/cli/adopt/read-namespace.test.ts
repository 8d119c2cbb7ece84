import { manageable } from "../../../cli/adopt/program/manageable";
import { type ReadOptions, readNamespace } from "../../../cli/adopt/read-namespace";
import { namespacesNamed } from "../../../cli/inventory/namespaces";
import { withQuay } from "../../../cli/quay-access";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { mirrorAlpine } from "../../mirrors";
import { seedReferenceOrganization } from "../inventory/reference-organization";

describe("Reading a namespace to adopt it", () => {
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  afterEach(() => quay.reset());
  afterAll(() => quay.close());

  async function readAll(name: string, options: ReadOptions = {}, token = quay.token) {
    return withQuay({ "quay:url": quay.url, "quay:token": token }, async (access, connections) => {
      const [namespace] = await namespacesNamed([name], (of) => access.connectionFor(of));
      const found = await readNamespace(namespace as never, access, connections, options);
      const ids = found.resources.map(({ kind, id }) => `${kind} ${id}`);
      return { ...found, ids, of: (text: string) => found.resources[ids.indexOf(text)] };
    });
  }

  it("has each resource with all values, robots with their metadata, and leaves to Quay what nobody chose", async () => {
    const acme = quay.store.addOrganization("acme");
    quay.store.addRobot(acme, "ci", "Builds.", { team: "platform" });
    quay.store.addRobot(acme, "plain");
    quay.store.addRepository(acme, "web", undefined, { description: "The shop." });
    const { of, ids, leftOut } = await readAll("acme");
    expect(of("Organization acme")?.inputs).toEqual({ name: "acme", email: "" });
    expect(of("Robot acme+ci")?.inputs).toMatchObject({ description: "Builds.", metadata: { team: "platform" } });
    expect(of("Robot acme+plain")?.inputs).not.toHaveProperty("metadata");
    expect(of("Robot acme+ci")?.outputs.token).toBe(quay.store.robot("acme+ci")?.token);
    expect(of("Repository acme/web")?.inputs).toMatchObject({ description: "The shop.", visibility: "private" });
    expect(of("Repository acme/web")?.inputs).not.toHaveProperty("state");
    expect(ids).not.toContain("Tag acme/web:v1");
    // One sentence for all kinds that are listed in the same way.
    expect(leftOut).toEqual([
      expect.stringMatching(
        /^No .*\bRobotFederation\b.* of acme: finding them takes a request for each robot \(--deep\)\.$/,
      ),
      expect.stringMatching(/^No .*\bTag\b.* of acme: finding them takes a request for each repository \(--deep\)\.$/),
    ]);
    expect(quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("asks for no kind that this Quay has switched off, and says so", async () => {
    quay.store.addOrganization("acme");
    const off = ["AUTO_PRUNE", "IMMUTABLE_TAGS", "QUOTA_MANAGEMENT", "QUOTA_NOTIFICATIONS"];
    for (const flag of off) quay.features[flag] = false;
    const { ids, leftOut } = await readAll("acme", { deep: true });
    for (const flag of off) quay.features[flag] = true;
    expect(ids).toContain("Organization acme");
    expect(leftOut).toEqual([
      "No Quota of acme: this Quay has FEATURE_QUOTA_MANAGEMENT switched off.",
      "No NamespaceImmutabilityPolicy or RepositoryImmutabilityPolicy of acme: this Quay has FEATURE_IMMUTABLE_TAGS switched off.",
      "No NamespaceNotification of acme: this Quay has FEATURE_QUOTA_NOTIFICATIONS switched off.",
      "No NamespaceAutoPrunePolicy or RepositoryAutoPrunePolicy of acme: this Quay has FEATURE_AUTO_PRUNE switched off.",
    ]);
    expect(quay.requests.filter(({ path }) => /quota|policy|notifications/.test(path))).toEqual([]);
  });

  it("leaves out a creator's grant, and takes it with creatorGrants", async () => {
    quay.store.addRepository(quay.store.addOrganization("acme"), "web", quay.store.user("admin"));
    const { ids, leftOut } = await readAll("acme");
    expect(ids.filter((id) => id.startsWith("RepositoryUser"))).toEqual([]);
    expect(leftOut).toContain(
      "1 grant of acme that by look Quay gave to who created the repository (--creator-grants).",
    );
    const all = await readAll("acme", { creatorGrants: true });
    expect(all.of("RepositoryUserPermission acme/web/user/admin")?.inputs).toMatchObject({ role: "admin" });
  });

  it("takes only the kinds that are named, and not what a pattern excludes, with all that belongs to it", async () => {
    const acme = quay.store.addOrganization("acme");
    const ops = quay.store.addTeam(acme, "ops", "member");
    for (const name of ["web", "tmp-1", "a/tmp-2"]) quay.store.grant(quay.store.addRepository(acme, name), ops, "read");
    expect((await readAll("acme", { only: ["Team"] })).ids).toEqual(["Team acme/ops", "Team acme/owners"]);
    const { ids, leftOut } = await readAll("acme", {
      exclude: ["tmp-*"],
      only: ["Repository", "RepositoryTeamPermission"],
    });
    expect(ids).toEqual([
      "Repository acme/a/tmp-2",
      "Repository acme/web",
      "RepositoryTeamPermission acme/a/tmp-2/team/ops",
      "RepositoryTeamPermission acme/web/team/ops",
    ]);
    expect(leftOut).toEqual(["2 resources of acme, by --exclude."]);
  });

  it("leaves the people of a team that a group of the directory decides to the group, and says so", async () => {
    const { store } = quay;
    const acme = store.addOrganization("acme");
    const ops = store.addTeam(acme, "ops", "member");
    for (const member of [store.addUser("bob"), store.addRobot(acme, "ci")]) store.join(ops, member);
    Object.assign(ops, { syncedWith: { group_dn: "cn=ops" } });
    quay.features.TEAM_SYNCING = true;
    const { ids, leftOut } = await readAll("acme");
    quay.features.TEAM_SYNCING = false;
    expect(ids).toEqual(expect.arrayContaining(["TeamSync acme/ops", "TeamMember acme/ops/acme+ci"]));
    expect(ids).not.toContain("TeamMember acme/ops/bob");
    expect(leftOut).toContain("1 member of acme whom Quay takes from a directory.");
  });

  it("leaves the state of a mirrored repository to its mirror", async () => {
    await mirrorAlpine(quay);
    const { of } = await readAll("acme");
    expect(of("RepositoryMirror acme/alpine")).toBeDefined();
    expect(of("Repository acme/alpine")?.inputs).not.toHaveProperty("state");
    expect(of("Repository acme/alpine")?.outputs).not.toHaveProperty("state");
    const alone = await readAll("acme", { only: ["Repository"] });
    expect(alone.of("Repository acme/alpine")?.inputs).toMatchObject({ state: "MIRROR" });
  });

  it("leaves out a state that only Quay can set", async () => {
    const acme = quay.store.addOrganization("acme");
    quay.store.addRepository(acme, "mirrored").state = "ORG_MIRROR";
    const { of } = await readAll("acme");
    expect(of("Repository acme/mirrored")?.inputs).not.toHaveProperty("state");
    expect(of("Repository acme/mirrored")?.outputs).not.toHaveProperty("state");
  });

  it("reads grants by repository with a token that may not see those of a robot", async () => {
    const acme = quay.store.addOrganization("acme");
    const web = quay.store.addRepository(acme, "web");
    for (const name of ["ci", "cd"]) quay.store.grant(web, quay.store.addRobot(acme, name), "write");
    const { ids } = await readAll("acme", {}, quay.mint({ scope: "org:admin repo:admin" }));
    expect(ids.filter((id) => id.startsWith("RepositoryUserPermission"))).toEqual([
      "RepositoryUserPermission acme/web/user/acme+cd",
      "RepositoryUserPermission acme/web/user/acme+ci",
    ]);
  });

  it("leaves out what is in a repository that Quay's API cannot address, and says so", async () => {
    const acme = quay.store.addOrganization("acme");
    const bob = quay.store.addUser("bob");
    const odd = quay.store.addRepository(acme, "web/tag/v1", quay.store.user("admin"));
    quay.store.grant(odd, bob, "write");
    quay.store.addRepository(quay.store.user("admin") as never, "web/tag/v1");
    for (const name of ["acme", "admin"]) {
      const { ids, leftOut } = await readAll(name, { deep: true });
      expect(ids.filter((id) => id.startsWith("RepositoryUser") || id.startsWith("Tag"))).toEqual([]);
      expect(leftOut).toContain(
        `Quay's API cannot safely address repository ${name}/web/tag/v1: tag is a word of the API, so /tag/v1 would be read as ` +
          `something inside repository ${name}/web. Nothing in it was looked for.`,
      );
    }
  });

  it("never makes a policy of all tags from one whose pattern no program can declare", async () => {
    const acme = quay.store.addOrganization("acme");
    const policy = { method: "number_of_tags" as const, value: 3, tagPattern: "(", tagPatternMatches: true };
    acme.autoPrune.set("1", { uuid: "1", ...policy });
    const { of, resources } = await readAll("acme");
    expect(of("NamespaceAutoPrunePolicy acme:number_of_tags:only:(")?.inputs).toMatchObject({ tagPattern: "(" });
    expect(manageable(resources).leftOut).toEqual([
      expect.stringContaining("NamespaceAutoPrunePolicy acme:number_of_tags:only:( cannot be managed. tagPattern: "),
    ]);
  });

  it("fails when something cannot be read", async () => {
    quay.store.addOrganization("acme");
    quay.fail("GET /v1/organization/{orgname}/prototypes", 403, { times: 9 });
    await expect(readAll("acme")).rejects.toThrow("prototypes");
  });

  it("takes, for the reference organization, at most 347 requests, and says that it did not read metadata of 200 robots", async () => {
    seedReferenceOrganization(1)(quay.store);
    const { ids, leftOut } = await readAll("acme");
    expect(ids).toHaveLength(4301 + 2);
    expect(quay.requests.length).toBeLessThanOrEqual(347);
    expect(leftOut).toContain(
      "acme has more than 100 of the kind Robot, so metadata, which no list shows, was not read (--deep).",
    );
    expect(leftOut).toContain(
      "1000 grants of acme that by look Quay gave to who created the repository (--creator-grants).",
    );
  }, 60_000);
});
