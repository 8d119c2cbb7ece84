import { type LocalQuay, startQuay } from "../../../local-quay";
import type { Organization, Robot, User } from "../../../local-quay/model";
import { mirrorAlpine } from "../../mirrors";
import { compared, entry } from "./compared";

describe("What is unmanaged", () => {
  let quay: LocalQuay;
  let acme: Organization;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    acme = quay.store.addOrganization("acme");
  });
  afterAll(() => quay.close());

  const organization = [entry("Organization acme"), entry("TeamMember acme/owners/admin")];
  const words = async (
    ...[entries, options]: Parameters<typeof compared> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const { findings } = await compared(quay, entries, options);
    return [...findings.values()].map(({ what }) => what);
  };

  it("is told in plain words, with what it may do, for every kind", async () => {
    const { store } = quay;
    const [alice, bob] = [store.addUser("alice"), store.addUser("bob")];
    const night = store.addTeam(acme, "night", "admin");
    const makers = store.addTeam(acme, "makers", "creator");
    const ci = store.addRobot(acme, "ci");
    const web = store.addRepository(acme, "web", undefined, { isPublic: true });
    for (const member of [alice, ci]) store.join(makers, member);
    store.grant(web, night, "write");
    store.grant(web, bob, "read");
    store.grant(web, ci, "admin");
    await defaultPermission({
      role: "read",
      delegate: { kind: "user", name: "bob" },
      activating_user: { name: "alice" },
    });
    await defaultPermission({ role: "admin", delegate: { kind: "team", name: "makers" } });
    expect(await words(organization)).toEqual([
      "team makers, which may create repositories",
      "robot acme+ci, member of team makers, which may create repositories",
      "alice, member of team makers, which may create repositories",
      "default permission: admin on new repositories for team makers",
      "team night, which administers the organization",
      "robot acme+ci",
      "public repository acme/web",
      "admin on acme/web for robot acme+ci",
      "read on acme/web for bob",
      "write on acme/web for team night",
      "default permission: read on new repositories that alice creates for bob",
    ]);
  });

  const defaultPermission = async (body: object) => {
    const { status } = await fetch(`${quay.url}/api/v1/organization/acme/prototypes`, {
      method: "POST",
      headers: { authorization: `Bearer ${quay.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(status).toBe(200);
  };

  it("is nothing when the stack has it, and Quay is only read", async () => {
    const ops = quay.store.addTeam(acme, "ops", "member");
    quay.store.grant(quay.store.addRepository(acme, "web"), ops, "write");
    const resources = ["Team acme/ops", "Repository acme/web", "RepositoryTeamPermission acme/web/team/ops"];
    const { report, findings } = await compared(quay, [...organization, ...resources.map((one) => entry(one))]);
    expect([...findings.keys()]).toEqual([]);
    expect(report).toMatchObject({ stacks: ["dev"], exact: true, unseen: [], notes: [] });
    expect(report.namespaces).toMatchObject([{ name: "acme", kind: "organization", managed: true, findings: [] }]);
    expect(quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("is one finding with what goes with it beneath, and one program", async () => {
    const { store } = quay;
    const ops = store.addTeam(acme, "ops", "member");
    const tmp = store.addRepository(acme, "tmp", store.user("admin"));
    store.grant(tmp, ops, "read");
    const { report } = await compared(quay, [...organization, entry("Team acme/ops")]);
    const [finding, ...others] = report.namespaces[0]?.findings ?? [];
    expect(others).toEqual([]);
    expect(finding?.children.map(({ id, madeByQuay }) => [id, madeByQuay])).toEqual([
      ["acme/tmp/user/admin", "creator"],
      ["acme/tmp/team/ops", undefined],
    ]);
    expect(finding?.adopt).toEqual([
      'const tmp = new quay.Repository("tmp", { namespace: "acme", adopt: true });',
      'new quay.RepositoryTeamPermission("tmp-team-ops", { repository: tmp.fullName, team: "ops", role: "read" });',
    ]);
    expect(finding?.remarks).toEqual(["Its removal loses all its images, tags and grants."]);
    const own = await compared(quay, [...organization, entry("Team acme/ops")], { adoptQuaysOwn: true });
    expect(own.findings.get("Repository acme/tmp")?.adopt?.join()).toContain('user: "admin", role: "admin"');
  });

  it("that Quay made by itself is marked: a creator's grant, and what a default permission gave", async () => {
    const { store } = quay;
    const makers = store.addTeam(acme, "makers", "creator");
    const [alice, bob, carol] = ["alice", "bob", "carol"].map((name) => store.addUser(name)) as [User, User, User];
    for (const member of [alice, bob]) store.join(makers, member);
    await defaultPermission({ role: "read", delegate: { kind: "user", name: "carol" } });
    const byAlice = store.addRepository(acme, "by-alice", alice);
    store.addRepository(acme, "by-bob", bob);
    store.addRepository(acme, "by-carol", carol);
    store.grant(byAlice, bob, "admin");
    const managed = ["Team acme/makers", "TeamMember acme/makers/alice", "TeamMember acme/makers/bob"];
    const all = ["by-alice", "by-bob", "by-carol"].map((name) => `Repository acme/${name}`);
    const { findings } = await compared(quay, [
      ...organization,
      ...[...managed, ...all, "DefaultPermission acme/user/carol"].map((one) => entry(one)),
    ]);
    const marks = [...findings.values()].map(({ id, role, madeByQuay }) => [id, role, madeByQuay]);
    expect(marks).toEqual([
      // Two are admins: who made it is undecided.
      ["acme/by-alice/user/alice", "admin", undefined],
      ["acme/by-alice/user/bob", "admin", undefined],
      ["acme/by-alice/user/carol", "read", "default permission"],
      ["acme/by-bob/user/bob", "admin", "creator"],
      ["acme/by-bob/user/carol", "read", "default permission"],
      // Who may create nothing, or no longer, keeps a right that nobody wrote down.
      ["acme/by-carol/user/carol", "admin", undefined],
    ]);
  });

  it("is not what stacks read only, nor what they have of another Quay, which is said", async () => {
    quay.store.addTeam(acme, "ops", "member");
    const elsewhere = { entry: "e", quay: "quay.io" };
    const { findings, report } = await compared(quay, [
      ...organization,
      entry("Team acme/ops", { isRead: true }),
      entry("Team other/ops", { origin: elsewhere }),
      entry("Team acme/ops", { origin: elsewhere }),
    ]);
    expect([...findings.keys()]).toEqual(["Team acme/ops"]);
    expect(report.namespaces.map(({ name }) => name)).toEqual(["acme"]);
    expect(report.notes).toEqual(["Stack dev has also 2 resources of quay.io, which do not count here."]);
    await expect(compared(quay, [entry("Team acme/ops", { origin: elsewhere })])).rejects.toThrow(
      `Stack dev has resources of quay.io, and the settings lead to ${quay.url}.`,
    );
    const here = { entry: "e", quay: new URL(quay.url).host };
    expect((await compared(quay, [...organization, entry("Team acme/ops", { origin: here })])).findings.size).toBe(0);
  });

  it("has logical names that the stacks do not use", async () => {
    quay.store.addTeam(acme, "ops", "member");
    const { findings } = await compared(quay, [...organization, entry("Team umbrella/ops")], { names: ["acme"] });
    expect(findings.get("Team acme/ops")?.adopt).toEqual([
      'new quay.Team("acme/ops", { organization: "acme", name: "ops", adopt: true });',
    ]);
  });

  it("comes without a command or a line where Quay's API or its rules have none, and says why", async () => {
    quay.store.addRepository(acme, "web/tag/v1");
    quay.store.addTeam(acme, "Old Team", "member");
    const { findings } = await compared(quay, organization);
    const [repository, team] = [findings.get("Repository acme/web/tag/v1"), findings.get("Team acme/Old Team")];
    expect(repository).not.toHaveProperty("remove");
    expect(repository?.remarks).toContainEqual(expect.stringContaining("Quay's API cannot safely address repository"));
    expect(team).not.toHaveProperty("adopt");
    expect(team?.what).toBe('team "Old Team"');
    expect(team?.remarks).toContainEqual(expect.stringContaining('"Old Team" is not a team name.'));
  });

  it("is somebody invited, and no member whom Quay takes from a directory", async () => {
    const { store } = quay;
    Object.assign(quay.features, { MAILING: true });
    const ops = store.addTeam(acme, "ops", "member");
    store.addUser("alice");
    await fetch(`${quay.url}/api/v1/organization/acme/team/ops/members/alice`, {
      method: "PUT",
      headers: { authorization: `Bearer ${quay.token}` },
    });
    const managed = [...organization, entry("Team acme/ops")];
    expect(await words(managed)).toEqual(["alice, invited to team ops"]);
    expect(await words(managed, { quick: true })).toEqual([]);
    store.join(ops, store.addUser("bob"));
    store.join(ops, store.addRobot(acme, "ci") as Robot);
    Object.assign(quay.features, { TEAM_SYNCING: true });
    Object.assign(ops, { syncedWith: { group: "cn=ops" } });
    const { findings } = await compared(quay, [...managed, entry("Robot acme+ci")]);
    expect([...findings].map(([one, { madeByQuay }]) => [one, madeByQuay])).toEqual([
      ["TeamMember acme/ops/acme+ci", undefined],
      ["TeamMember acme/ops/alice", undefined],
      ["TeamMember acme/ops/bob", "directory"],
      ["TeamSync acme/ops", undefined],
    ]);
  });

  it("leaves the state of a mirrored repository to its mirror, in the lines that take both in", async () => {
    await mirrorAlpine(quay);
    const { findings } = await compared(quay, organization);
    const lines = findings.get("Repository acme/alpine")?.adopt?.join("\n");
    expect(lines).toContain("new quay.RepositoryMirror(");
    expect(lines).not.toContain("state:");
  });

  it("is applications with their tokens, which no kind manages yet", async () => {
    const call = (path: string, body: object) =>
      fetch(`${quay.url}/api/v1/organization/acme/applications${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${quay.token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      }).then((answer) => answer.json() as Promise<{ client_id: string }>);
    const { client_id } = await call("", { name: "Deploy <bot>" });
    await call(`/${client_id}/tokens`, { name: "one", scope: "repo:read" });
    const { findings } = await compared(quay, organization);
    expect(findings.get(`Application acme/${client_id}`)).toMatchObject({
      what: 'application "Deploy <bot>" with a token',
      count: 1,
    });
    expect(await words(organization, { quick: true })).toEqual(['application "Deploy <bot>"']);
    expect(await words(organization, { exclude: ["Deploy*"] })).toEqual([]);
    quay.leaveOut("GET /v1/organization/{orgname}/applications/{client_id}/tokens");
    expect(await words(organization)).toEqual(['application "Deploy <bot>"']);
  });

  it("leaves out what is left of deleted repositories, counted", async () => {
    const ops = quay.store.addTeam(acme, "ops", "member");
    quay.store.grant(quay.store.addRepository(acme, "web"), ops, "write");
    await fetch(`${quay.url}/api/v1/repository/acme/web`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${quay.token}` },
    });
    const { findings, report } = await compared(quay, [...organization, entry("Team acme/ops")]);
    expect([findings.size, report.namespaces[0]?.leftovers]).toEqual([0, 1]);
  });

  it("of a user's own namespace is repositories, robots and grants", async () => {
    const { store } = quay;
    const admin = store.user("admin") as User;
    const tool = store.addRepository(admin, "tool", admin);
    store.grant(tool, store.addRobot(admin, "ci"), "write");
    store.grant(tool, store.addUser("bob"), "read");
    expect(await words([entry("Repository admin/tool")])).toEqual([
      "robot admin+ci",
      "write on admin/tool for robot admin+ci",
      "admin on admin/tool for admin",
      "read on admin/tool for bob",
    ]);
    const { findings } = await compared(quay, [entry("Repository admin/tool")]);
    expect(findings.get("RepositoryUserPermission admin/tool/user/admin")?.madeByQuay).toBe("creator");
    expect(findings.get("Robot admin+ci")?.remove).toContain("/api/v1/user/robots/ci'");
  });
});
