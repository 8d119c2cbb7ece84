import { type LocalQuay, startQuay } from "../../../local-quay";
import type { Organization } from "../../../local-quay/model";
import { compared, entry } from "./compared";

describe("Which namespaces are compared, and what the token may see of them", () => {
  let quay: LocalQuay;
  let acme: Organization;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    acme = quay.store.addOrganization("acme");
    quay.store.addOrganization("umbrella");
  });
  afterAll(() => quay.close());

  const owner = (organization: string) => `TeamMember ${organization}/owners/admin`;
  const names = ({ report }: Awaited<ReturnType<typeof compared>>) => report.namespaces.map(({ name }) => name);

  it("are those in which the stacks have anything, or those that are named, or all", async () => {
    expect(names(await compared(quay, [entry("Team acme/ops")]))).toEqual(["acme"]);
    const named = await compared(quay, [entry(owner("umbrella"))], { names: ["umbrella"] });
    expect(names(named)).toEqual(["umbrella"]);
    expect(named.report.namespaces[0]).toMatchObject({ managed: false, findings: [] });
    const all = await compared(quay, [entry(owner("umbrella"))], { all: true });
    expect(names(all)).toEqual(["acme", "umbrella", "admin"]);
    expect([...all.findings.keys()]).toEqual([owner("acme")]);
    await expect(compared(quay, [])).rejects.toThrow(
      `The stacks have nothing in ${quay.url}. Name organizations, or say --all.`,
    );
  });

  it("kinds that are not to be told of are not listed, and what is excluded is counted", async () => {
    const tmp = quay.store.addRepository(acme, "tmp-1");
    quay.store.grant(tmp, quay.store.addTeam(acme, "ops", "member"), "write");
    const teams = await compared(quay, [entry(owner("acme"))], { only: ["Team"] });
    expect([...teams.findings.keys()]).toEqual(["Team acme/ops"]);
    expect(quay.requests.map(({ route }) => route)).not.toContain("GET /v1/organization/{orgname}/collaborators");
    const rest = await compared(quay, [entry(owner("acme"))], { exclude: ["tmp-*", "acme/ops"] });
    expect([rest.findings.size, rest.report.namespaces[0]?.excluded]).toEqual([0, 3]);
    const tags = quay.push("acme/tmp-1", "v1") && (await compared(quay, [entry(owner("acme"))], { only: ["Tag"] }));
    expect([...tags.findings.keys()]).toEqual(["Tag acme/tmp-1:v1"]);
  });

  it("of an immutability policy says what its removal leaves, and no loss of nothing", async () => {
    acme.immutability.set("u1", { uuid: "u1", tagPattern: "v.*", tagPatternMatches: true });
    const { findings } = await compared(quay, [entry(owner("acme"))], { only: ["NamespaceImmutabilityPolicy"] });
    expect(findings.get("NamespaceImmutabilityPolicy acme:v.*")?.remarks).toEqual(["What it made immutable stays so."]);
  });

  it("of twins the command removes every one, as the deletion of their resource does", async () => {
    const policy = { method: "number_of_tags" as const, tagPattern: null, tagPatternMatches: true };
    for (const [index, uuid] of ["u1", "u2", "u3"].entries())
      acme.autoPrune.set(uuid, { uuid, ...policy, value: 9 - index });
    const only = ["NamespaceAutoPrunePolicy"];
    const { findings } = await compared(quay, [entry(owner("acme"))], { only });
    const { remove = "" } = findings.get("NamespaceAutoPrunePolicy acme:number_of_tags") ?? {};
    const commands = remove.split(" && ");
    expect(commands.map((command) => /(u\d)'$/.exec(command)?.[1])).toEqual(["u1", "u2", "u3"]);
    expect(quay.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
    expect(acme.autoPrune.size).toBe(3);
  });

  it("what takes a request for each robot is told of by name, with what adopts it and what ends it", async () => {
    const ci = quay.store.addRobot(acme, "ci");
    ci.federation.push({ issuer: "https://gitlab.example.com", subject: "a:b" });
    const { findings } = await compared(quay, [entry(owner("acme"))], { only: ["RobotFederation"] });
    const found = findings.get("RobotFederation acme+ci");
    expect(found?.adopt).toEqual([
      'new quay.RobotFederation("ci", {',
      '  robot: "acme+ci",',
      '  identities: [{ issuer: "https://gitlab.example.com", subject: "a:b" }],',
      "  adopt: true,",
      "});",
    ]);
    expect(found?.remove).toContain("-X DELETE");
    expect(found?.remove).toContain(`${quay.url}/api/v1/organization/acme/robots/ci/federation`);
  });

  it("an organization that the token may not see, or that is gone, hides no other, and is never in order", async () => {
    const user = "alice";
    const token = quay.mint({ user, scope: "org:admin repo:admin repo:read user:read user:admin" });
    quay.store.join(quay.store.team("umbrella", "owners") as never, quay.store.user(user) as never);
    const stack = [owner("acme"), owner("umbrella"), "Team gone/ops"].map((one) => entry(one));
    const { report, findings } = await compared(quay, stack, {}, { "quay:token": token });
    expect([...findings.keys()]).toEqual(["TeamMember umbrella/owners/alice"]);
    expect(report.unseen).toEqual([
      { namespace: "acme", kinds: [], reason: expect.stringContaining("Quay shows organization acme only in part.") },
      { namespace: "gone", kinds: [], reason: expect.stringContaining("There is no organization gone") },
    ]);
    const all = await compared(quay, stack, { all: true }, { "quay:token": token });
    expect(names(all)).toEqual(["umbrella", "alice"]);
    expect(all.report.unseen).toEqual([]);
    quay.store.join(quay.store.addTeam(acme, "ops", "member"), quay.store.user(user) as never);
    const asMember = await compared(quay, stack, { all: true }, { "quay:token": token });
    expect([names(asMember), asMember.report.notes]).toEqual([
      ["umbrella", "alice"],
      ["Left out, because the token's user does not administer it: acme."],
    ]);
    await expect(compared(quay, [entry(owner("acme"))], {}, { "quay:token": token })).rejects.toThrow("only in part");
    await expect(compared(quay, stack, {}, { "quay:token": "mistyped" })).rejects.toThrow("does not accept the token");
  });

  it("a kind that Quay refuses to show is said, and the others are shown", async () => {
    quay.store.addTeam(acme, "ops", "member");
    quay.store.addRobot(acme, "ci");
    quay.fail("GET /v1/organization/{orgname}/prototypes", 403, { times: 9 });
    quay.fail("GET /v1/organization/{orgname}/applications", 403, { times: 9 });
    const { report, findings } = await compared(quay, [entry(owner("acme"))]);
    expect([...findings.keys()]).toEqual(["Team acme/ops", "Robot acme+ci"]);
    expect(report.unseen).toEqual([
      { namespace: "acme", kinds: ["DefaultPermission"], reason: expect.stringContaining("prototypes") },
      { namespace: "acme", kinds: ["Application"], reason: expect.stringContaining("applications") },
    ]);
  });

  it("a role that Quay refuses to show hides no grant", async () => {
    const web = quay.store.addRepository(acme, "web");
    quay.store.grant(web, quay.store.addUser("bob"), "admin");
    quay.fail("GET /v1/repository/{repository}/permissions/user/", 403, { times: 9 });
    const { findings } = await compared(quay, [entry(owner("acme")), entry("Repository acme/web")]);
    const grant = findings.get("RepositoryUserPermission acme/web/user/bob");
    expect(grant?.what).toBe("some role on acme/web for bob");
    expect(grant).not.toHaveProperty("adopt");
    expect(grant?.remarks).toEqual([expect.stringContaining("It could not be read: ")]);
  });
});
