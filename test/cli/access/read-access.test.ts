import { accessIn } from "../../../cli/access/effective";
import type { NamespaceAccess } from "../../../cli/access/report";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { callQuay } from "../../call-quay";
import { seedReferenceOrganization } from "../inventory/reference-organization";
import { reportOn, seedAcme } from "./organization";

describe("Reading who may do what", () => {
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    seedAcme(quay);
  });
  afterAll(() => quay.close());

  const acme = async (token?: string) => (await reportOn(quay, undefined, token)).namespaces[0] as NamespaceAccess;
  const repository = ({ repositories }: NamespaceAccess, name = "web") => {
    const found = repositories.find((one) => one.name === name);
    if (!found) throw new Error(`There is no repository ${name}.`);
    return found;
  };
  const accessOf = (
    report: NamespaceAccess,
    who: string | undefined,
    name?: string,
    settings?: { anonymousAccess?: boolean },
  ) =>
    accessIn(report, settings)(
      repository(report, name),
      report.principals.find((one) => one.name === who),
    );

  it("takes at most 330 requests for the reference organization, none of them a write", async () => {
    quay.reset();
    seedReferenceOrganization(1)(quay.store);
    const report = await reportOn(quay);
    expect(quay.requests.length).toBeLessThanOrEqual(330);
    expect(quay.requests.filter(({ method, route }) => method !== "GET" && route !== "POST /v1/organization/")).toEqual(
      [],
    );
    expect(report.namespaces[0]?.repositories).toHaveLength(1000);
    expect(report.namespaces[0]?.repositories.every(({ grants }) => grants.length === 4)).toBe(true);
  }, 60_000);

  it("reads a repository's own list only where a role decides something", async () => {
    const { store } = quay;
    const organization = store.organization("acme") as never;
    for (const name of ["a", "b", "c"]) store.addRepository(organization, name, store.user("admin"));
    const report = await acme();
    const lists = quay.requests.filter(({ route }) => route.endsWith("/permissions/user/"));
    expect(lists.map(({ path }) => path)).toEqual(["/api/v1/repository/acme/web/permissions/user/"]);
    expect(repository(report, "a").grants).toEqual([
      { grantee: "admin", kind: "user", role: undefined, creator: true },
    ]);
    expect(accessOf(report, "bob")).toMatchObject({ role: "admin", push: true });
  });

  it("of one repository takes its own lists", async () => {
    seedReferenceOrganization(0.1)(quay.store);
    quay.requests.length = 0;
    const report = await reportOn(quay, [{ name: "acme", isUser: false, only: "repository-7" }]);
    expect(report.namespaces[0]?.repositories.map(({ name, grants }) => [name, grants.length])).toEqual([
      ["repository-7", 4],
    ]);
    expect(quay.requests.length).toBeLessThan(20);
    await expect(reportOn(quay, [{ name: "acme", isUser: false, only: "none" }])).rejects.toThrow(
      "There is no repository acme/none.",
    );
  });

  it("leaves out what Quay goes on listing of deleted repositories and users, and says how much", async () => {
    await callQuay(quay, "DELETE /v1/repository/acme/web");
    await callQuay(quay, "DELETE /v1/superuser/users/bob");
    const report = await reportOn(quay);
    expect(report.namespaces[0]?.repositories).toEqual([]);
    expect(report.notes).toEqual([
      expect.stringMatching(/^Left out of acme: \d entries of deleted repositories and users/),
    ]);
  });

  it("a list that cannot be read is an error that names it, never an empty list", async () => {
    quay.fail("GET /v1/organization/{orgname}/collaborators", 500, { times: 100 });
    await expect(reportOn(quay)).rejects.toThrow(/^Could not read the grants to users and robots in acme: /);
    quay.reset();
    seedAcme(quay);
    quay.fail("GET /v1/organization/{orgname}/prototypes", 403, { times: 100 });
    await expect(reportOn(quay)).rejects.toThrow(/^Could not read the default permissions of acme: /);
  });

  it("what only a superuser is shown is a note for others, who are told of nobody's full access", async () => {
    const organization = quay.store.organization("acme") as never;
    const { teams } = organization as { teams: Map<string, never> };
    quay.store.join(teams.get("owners") as never, quay.store.user("alice") as never);
    const scope = "org:admin repo:admin user:admin";
    const { notes, namespaces } = await reportOn(quay, undefined, quay.mint({ user: "alice", scope }));
    expect(notes).toEqual([expect.stringMatching(/^Superusers have full access/), expect.stringMatching(/disabled/)]);
    expect(namespaces[0]?.principals.find(({ name }) => name === "admin")?.everywhere).toEqual([
      { through: "team admin", team: "owners" },
    ]);
  });

  it("superusers have full access only where the Quay gives it to them", async () => {
    expect((await acme()).principals.find(({ name }) => name === "admin")?.everywhere[0]).toEqual({
      through: "superuser",
    });
    quay.features.SUPERUSERS_FULL_ACCESS = false;
    expect((await acme()).principals.find(({ name }) => name === "admin")?.everywhere).toEqual([
      { through: "team admin", team: "owners" },
    ]);
  });

  it("a disabled user may do nothing, whatever was granted", async () => {
    const bob = quay.store.user("bob");
    if (bob) bob.enabled = false;
    expect(accessOf(await acme(), "bob")).toMatchObject({
      role: "admin",
      pull: false,
      push: false,
      admin: false,
      limits: ["disabled"],
    });
  });

  it("without ANONYMOUS_ACCESS everybody pulls nothing, not even what is public", async () => {
    await callQuay(quay, "POST /v1/repository/acme/web/changevisibility", { visibility: "public" });
    expect(accessOf(await acme(), undefined)).toMatchObject({ pull: true, limits: [] });
    quay.features.ANONYMOUS_ACCESS = false;
    const report = await reportOn(quay);
    expect(report.anonymousAccess).toBe(false);
    const [namespace] = report.namespaces as [NamespaceAccess];
    expect(accessOf(namespace, undefined, "web", report)).toMatchObject({
      pull: false,
      limits: ["ANONYMOUS_ACCESS off"],
    });
    expect(accessOf(namespace, "alice", "web", report)).toMatchObject({ pull: true, push: true });
  });

  it("to the mirror of a whole organization its robot alone pushes", async () => {
    const { store } = quay;
    const mirrored = store.addOrganization("copies");
    const robot = store.addRobot(mirrored, "sync");
    await callQuay(quay, "POST /v1/organization/copies/mirror", {
      external_registry_type: "quay",
      external_registry_url: "https://8.8.8.8",
      external_namespace: "upstream",
      robot_username: "copies+sync",
      visibility: "private",
      sync_interval: 3600,
      sync_start_date: "2099-01-01T00:00:00Z",
    });
    const copy = store.addRepository(mirrored, "copy", store.user("admin"));
    store.grant(copy, robot, "write");
    copy.state = "ORG_MIRROR";
    const { namespaces } = await reportOn(quay, [{ name: "copies", isUser: false }]);
    const [copies] = namespaces as [NamespaceAccess];
    expect(accessOf(copies, "copies+sync", "copy")).toMatchObject({ pull: true, push: true, limits: [] });
    expect(accessOf(copies, "admin", "copy")).toMatchObject({ admin: true, push: false, limits: ["ORG_MIRROR"] });
  });

  it("a robot of another namespace in a team, and who has yet to accept an invitation", async () => {
    const { store, features } = quay;
    const alice = store.user("alice") as never;
    store.join(store.team("acme", "ops") as never, store.addRobot(alice, "old"));
    features.MAILING = true;
    store.addUser("dora", { email: "dora@example.com" });
    await callQuay(quay, "PUT /v1/organization/acme/team/ops/members/dora");
    const report = await acme();
    expect(report.teams.find(({ name }) => name === "ops")).toMatchObject({
      members: ["alice", "alice+old"],
      invited: ["dora"],
    });
    expect(accessOf(report, "alice+old")).toMatchObject({ pull: true, push: true });
    expect(report.principals.find(({ name }) => name === "dora")).toBeUndefined();
  });

  it("applications and their tokens are counted, where Quay shows the tokens", async () => {
    const application = (await callQuay(quay, "POST /v1/organization/acme/applications", { name: "bot" })) as {
      client_id: string;
    };
    for (const name of ["one", "two"])
      await callQuay(quay, `POST /v1/organization/acme/applications/${application.client_id}/tokens`, {
        name,
        scope: "repo:read",
      });
    expect((await acme()).applications).toEqual({ count: 1, tokens: 2 });
    quay.leaveOut("GET /v1/organization/{orgname}/applications/{client_id}/tokens");
    const { namespaces, notes } = await reportOn(quay);
    expect(namespaces[0]?.applications).toEqual({ count: 1 });
    expect(notes).toEqual(["Quay does not show the tokens of applications of acme."]);
  });

  it("a user's own namespace: grants of each repository, and robots without any", async () => {
    const { store } = quay;
    const admin = store.user("admin") as never;
    store.grant(store.addRepository(admin, "tool", admin), store.user("bob") as never, "write");
    store.addRobot(admin, "idle");
    const { namespaces, notes } = await reportOn(quay, [{ name: "admin", isUser: true }]);
    const [own] = namespaces as [NamespaceAccess];
    expect(own.principals.map(({ name }) => name)).toEqual(["admin", "admin+idle", "bob"]);
    expect(own.principals[0]?.everywhere).toEqual([{ through: "superuser" }, { through: "own namespace" }]);
    expect(accessOf(own, "bob", "tool")).toMatchObject({ role: "write" });
    expect(notes).toEqual([]);
  });

  it("a repository that Quay's API cannot address is told of with what is known", async () => {
    const { store } = quay;
    const odd = store.addRepository(store.organization("acme") as never, "a/tag/v1");
    store.grant(odd, store.user("bob") as never, "write");
    const report = await reportOn(quay);
    expect(report.notes).toEqual([expect.stringMatching(/^The roles of users on acme\/a\/tag\/v1 are not read/)]);
    expect(accessOf(report.namespaces[0] as NamespaceAccess, "bob", "a/tag/v1")).toMatchObject({
      pull: true,
      push: false,
      paths: [{ through: "grant", role: undefined }],
    });
  });
});
