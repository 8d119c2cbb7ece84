import { smallDirectory } from "../../../local-quay";
import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("TeamSync");

const view = "GET /v1/organization/{orgname}";
const members = "GET /v1/organization/{orgname}/team/{teamname}/members";
const bound = "POST /v1/organization/{orgname}/team/{teamname}/syncing";
const unbound = "DELETE /v1/organization/{orgname}/team/{teamname}/syncing";
const least = { organization: "acme", team: "ops", groupDn: "cn=ops,ou=groups" };
const dev = { ...least, groupDn: "cn=dev,ou=groups" };

describe("TeamSync", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const team = (name = "ops") => at.quay.store.team("acme", name);
  const group = (name?: string) => team(name)?.syncedWith;
  const inTeam = () => [...(team()?.members ?? [])].map(({ name }) => name);
  const add = (member: string) => at.callQuay(`PUT /v1/organization/acme/team/ops/members/${member}`);

  beforeEach(async () => {
    await prepare(at.quay, "TeamSync");
    at.requested();
  });

  it("costs one write in a new team, and two reads before it in another", async () => {
    const run = at.process();
    await run("Team").create({ organization: "acme", name: "new-team" });
    at.requested();
    await run("TeamSync").create({ ...least, team: "new-team" });
    expect(at.requested()).toEqual([bound]);
    await at.run("TeamSync").create(least);
    expect(at.requested()).toEqual([members, members, bound]);
  });

  it("is read with the teams of its organization, and with the members of its team", async () => {
    const state = await at.run("TeamSync").create(least);
    const other = await at.run("TeamSync").create({ ...least, team: "dev" });
    const ops = await at.run("Team").create({ organization: "acme", name: "ops", adopt: true });
    at.quay.syncTeams();
    const away = { organization: "acme", team: "ops", member: "beta+ci" };
    at.quay.store.addRobot(at.quay.store.addOrganization("beta"), "ci");
    const robot = await at.run("TeamMember").create(away);
    at.requested();
    const run = at.process();
    for (const [kind, one] of [
      ["Team", ops],
      ["TeamMember", robot],
      ["TeamSync", state],
      ["TeamSync", other],
    ] as const)
      expect((await run(kind).refresh(one))?.inputs).toEqual(one.inputs);
    expect(at.requested()).toEqual([view, members, members]);
  });

  it("costs a read and two writes to change, and one write to delete", async () => {
    const state = await at.run("TeamSync").create(least);
    at.requested();
    const changed = await at.run("TeamSync").update(state, dev);
    expect(at.requested()).toEqual([view, unbound, bound]);
    expect(group()).toEqual({ group_dn: "cn=dev,ou=groups" });
    await at.run("TeamSync").delete(changed);
    expect(at.requested()).toEqual([unbound]);
  });

  it("tells when Quay last looked into the group, which is nothing to change", async () => {
    const state = await at.run("TeamSync").create(least);
    expect(state.outputs).toMatchObject({ service: "ldap" });
    expect(state.outputs).not.toHaveProperty("lastUpdated");
    at.quay.syncTeams();
    const refreshed = await at.run("TeamSync").refresh(state);
    expect(refreshed?.outputs.lastUpdated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(await at.run("TeamSync").compare(refreshed as typeof state)).toEqual({ changes: false });
  });

  it("is refused while people are in the team, who are named, before anything is sent", async () => {
    for (const name of ["alice", "bob", "carol", "dave", "erin", "frank"]) at.quay.addUser(name);
    for (const name of ["alice", "bob"]) await add(name);
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
    await add("acme+ci");
    at.requested();
    await expect(at.run("TeamSync").create(least)).rejects.toThrow(
      "In team acme/ops there are alice and bob, and who is not in the group would be taken out of it. Take them out of the " +
        "team and the program first, or set replaceMembers: true.",
    );
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
    for (const name of ["carol", "dave", "erin", "frank"]) await add(name);
    await expect(at.run("TeamSync").create(least)).rejects.toThrow("alice, bob, carol, dave, erin and 1 more, and who");
    await at.run("TeamSync").create({ ...least, replaceMembers: true });
    at.quay.syncTeams();
    expect(inTeam().sort()).toEqual(["acme+ci", "ann", "ben"]);
  });

  it("counts the invited among the people, also those whom this run invited", async () => {
    at.quay.features.MAILING = true;
    at.quay.addUser("alice");
    await at.callQuay("PUT /v1/organization/acme/team/ops/invite/somebody@acme.example");
    await expect(at.run("TeamSync").create(least)).rejects.toThrow("there are somebody@acme.example, and");
    const run = at.process();
    await run("Team").create({ organization: "acme", name: "new-team" });
    await run("TeamMember").create({ organization: "acme", team: "new-team", member: "alice" });
    await expect(run("TeamSync").create({ ...least, team: "new-team" })).rejects.toThrow("there are alice, and");
  });

  it("takes robots of a team for no people", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
    await add("acme+ci");
    await at.run("TeamSync").create(least);
    at.quay.syncTeams();
    expect(inTeam().sort()).toEqual(["acme+ci", "ann", "ben"]);
  });

  it("of a group that Quay refuses is explained by the base that its name is relative to", async () => {
    const refused =
      "Quay refused POST /v1/organization/acme/team/ops/syncing: Could not sync to group: Group does not exist";
    await expect(at.run("TeamSync").create({ ...least, groupDn: "cn=nobody,ou=groups" })).rejects.toThrow(
      `${refused} or is empty (400). groupDn is relative to dc=example,dc=com, and a group with nobody in it counts as none.`,
    );
    await expect(
      at.run("TeamSync").create({ ...least, groupDn: "cn=ops,ou=groups,DC=example,DC=com" }),
    ).rejects.toThrow('groupDn is relative to the base DN: write "cn=ops,ou=groups".');
  });

  it("of a team that does not exist is explained", async () => {
    await expect(at.run("TeamSync").create({ ...least, team: "nowhere" })).rejects.toThrow(
      "There is no team nowhere in acme.",
    );
  });

  it("is bound in an organization of others by a superuser with full access", async () => {
    at.quay.addUser("bob");
    const others = at.quay.store.addOrganization("others", at.quay.store.user("bob"));
    at.quay.store.addTeam(others, "ops", "member");
    await at.run("TeamSync").create({ ...least, organization: "others" });
    expect(at.quay.store.team("others", "ops")?.syncedWith).toEqual({ group_dn: "cn=ops,ou=groups" });
  });

  describe("with the token of an administrator of the organization", () => {
    const token = () => ({ "quay:token": at.quay.mint({ scope: "org:admin repo:create user:admin" }) });

    it("is refused with the scope that is missing", async () => {
      await expect(at.run("TeamSync", token()).create(least)).rejects.toThrow(
        'It needs a token with the scope super:user ("Super User Access"), and a user who may do this.',
      );
    });

    it("is bound where Quay's administrator allows that", async () => {
      at.quay.features.NONSUPERUSER_TEAM_SYNCING_SETUP = true;
      const state = await at.run("TeamSync", token()).create(least);
      expect((await at.run("TeamSync", token()).update(state, dev)).outputs.groupDn).toBe(dev.groupDn);
      const bob = { "quay:token": at.quay.mint({ user: "bob", scope: "super:user" }) };
      await at.callQuay("PUT /v1/organization/acme/team/owners/members/bob");
      await expect(at.run("TeamSync", bob).create({ ...least, team: "dev" })).rejects.toThrow(
        'It needs a token with the scope org:admin ("Administer Organization")',
      );
    });

    it("keeps its group in the state, which Quay does not show, and is dropped when it is unbound", async () => {
      const state = await at.run("TeamSync").create(least);
      Object.assign(team() as object, { syncedWith: { group_dn: dev.groupDn } });
      expect(await at.run("TeamSync", token()).refresh(state)).toEqual(state);
      expect((await at.run("TeamSync").refresh(state))?.inputs.groupDn).toBe(dev.groupDn);
      Object.assign(team() as object, { syncedWith: undefined });
      expect(await at.run("TeamSync", token()).refresh(state)).toBeUndefined();
    });

    it("is not read without a state: the reason names the scope", async () => {
      await at.run("TeamSync").create(least);
      await expect(at.run("TeamSync", token()).get("acme/ops")).rejects.toThrow(
        "Quay shows to which group team acme/ops is bound only to superusers. It needs a token with the scope super:user",
      );
    });
  });

  it.each([
    ["OIDC", "groupName", "group_name", "oidc"],
    ["Keystone", "groupId", "group_id", "keystone"],
  ] as const)("of a Quay whose people sign in with %s has %s", async (service, input, key, name) => {
    at.quay.directory = { ...smallDirectory, service, groups: { "platform-ops": ["ann"], "platform-dev": ["cat"] } };
    const program = { organization: "acme", team: "ops", [input]: "platform-ops" };
    const state = await at.run("TeamSync").create(program);
    expect(group()).toEqual({ [key]: "platform-ops" });
    expect(state.outputs).toMatchObject({ [input]: "platform-ops", service: name });
    Object.assign(group() as object, { [key]: "platform-dev" });
    const refreshed = (await at.run("TeamSync").refresh(state)) as typeof state;
    expect(refreshed.inputs[input]).toBe("platform-dev");
    expect((await at.run("TeamSync").update(refreshed, program)).outputs).toMatchObject(program);
    expect(group()).toEqual({ [key]: "platform-ops" });
    const { failures } = await at.run("TeamSync").check(least);
    expect(failures).toEqual([
      {
        property: "groupDn",
        reason: `groupDn is for a Quay whose people sign in with LDAP, and those of this one with ${service}. Give ${input}.`,
      },
    ]);
  });

  it("is refused by a preview of a Quay with users of its own, and by a create where the preview could not ask", async () => {
    at.quay.directory = undefined;
    const { failures } = await at.run("TeamSync").check(least);
    expect(failures.map(({ reason }) => reason)).toEqual([
      "groupDn is for a Quay whose people sign in with LDAP, and those of this one with Database. It has no groups that a team " +
        "could take its people from.",
    ]);
    at.quay.fail("GET /config", 500, { times: 1 });
    await expect(at.run("TeamSync").create(least)).rejects.toThrow("those of this one with Database");
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
  });
});
