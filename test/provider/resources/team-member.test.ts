import { smallDirectory } from "../../../local-quay";
import { harness } from "../../harness";
import { laws } from "../../laws";

laws("TeamMember");

describe("TeamMember", () => {
  const at = harness();
  const least = { organization: "acme", team: "ops", member: "alice" };
  beforeEach(async () => {
    at.quay.addUser("alice");
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "member" });
    at.requested();
  });

  it("costs one write to create and one read to refresh, for all people of an organization", async () => {
    at.quay.addUser("bob");
    const run = at.run("TeamMember");
    const states = await Promise.all(["alice", "bob"].map((member) => run.create({ ...least, member })));
    const put = "PUT /v1/organization/{orgname}/team/{teamname}/members/{membername}";
    // Whether this Quay sends invitations is requested once.
    expect(at.requested()).toEqual(["GET /config", put, put]);
    const refresh = at.run("TeamMember");
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}/members"]);
  });

  it("may be a robot, by its full name", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
    const state = await at.run("TeamMember").create({ ...least, member: "acme+ci" });
    expect(state).toMatchObject({ id: "acme/ops/acme+ci", outputs: { invited: false } });
    expect(await at.run("TeamMember").refresh(state)).toEqual(state);
  });

  it("is dropped by refresh when its team is deleted, and delete succeeds", async () => {
    const state = await at.run("TeamMember").create(least);
    await at.callQuay("DELETE /v1/organization/acme/team/ops");
    expect(await at.run("TeamMember").refresh(state)).toBeUndefined();
    await at.run("TeamMember").delete(state);
  });

  it("that is invited is not invited again, and becomes a member by accepting", async () => {
    at.quay.features.MAILING = true;
    const state = await at.run("TeamMember").create(least);
    expect(state.outputs.invited).toBe(true);
    at.requested();
    expect(await at.run("TeamMember").diff(state, least)).toEqual({ changes: false });
    expect(await at.run("TeamMember").refresh(state)).toEqual(state);
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}/team/{teamname}/members"]);
    at.quay.acceptInvite("acme", "ops", "alice");
    expect((await at.run("TeamMember").refresh(state))?.outputs.invited).toBe(false);
  });

  it("that was invited by a run whose engine was killed is not invited twice", async () => {
    at.quay.features.MAILING = true;
    const state = await at.run("TeamMember").create(least);
    at.requested();
    expect((await at.run("TeamMember").create(least)).outputs).toEqual(state.outputs);
    expect(at.requested().filter((route) => route.startsWith("PUT"))).toEqual([]);
    expect(at.quay.store.team("acme", "ops")?.invites).toHaveLength(1);
  });

  it("that was invited by a write whose response was lost is not invited twice", async () => {
    at.quay.features.MAILING = true;
    at.quay.fail("PUT /v1/organization/{orgname}/team/{teamname}/members/{membername}", "reset", { after: true });
    const state = await at.run("TeamMember").create(least);
    expect(state.outputs.invited).toBe(true);
    expect(at.requested().filter((route) => route.startsWith("PUT"))).toHaveLength(1);
  });

  it("of a team that is synchronized with a directory is refused by name", async () => {
    const team = at.quay.store.team("acme", "ops");
    Object.assign(team as object, { syncedWith: { group_dn: "cn=ops" } });
    at.quay.features.TEAM_SYNCING = true;
    await expect(at.run("TeamMember").create(least)).rejects.toThrow(
      "Team acme/ops takes its members from a directory; only robots can be added here. Add alice there.",
    );
  });

  describe("of a team that a group of the directory decides on", () => {
    beforeEach(() => {
      at.quay.features.TEAM_SYNCING = true;
      at.quay.directory = smallDirectory;
    });
    const bind = () => at.callQuay("POST /v1/organization/acme/team/ops/syncing", { group_dn: "cn=ops,ou=groups" });

    it("is refused by the name of the TeamSync and its group, also for somebody who is in the team already", async () => {
      await at.callQuay("PUT /v1/organization/acme/team/ops/members/alice");
      await bind();
      await expect(at.run("TeamMember").create(least)).rejects.toThrow(
        "Add alice there. TeamSync acme/ops binds it to cn=ops,ou=groups.",
      );
      const token = at.quay.mint({ scope: "org:admin" });
      await expect(at.run("TeamMember", { "quay:token": token }).create(least)).rejects.toThrow(
        "Add alice there. TeamSync acme/ops binds it to its group.",
      );
    });

    it("is shown as it is while the group has not been looked into, and dropped once it took the user out", async () => {
      const state = await at.run("TeamMember").create(least);
      await bind();
      expect(await at.run("TeamMember").refresh(state)).toEqual(state);
      at.quay.syncTeams();
      expect(await at.run("TeamMember").refresh(state)).toBeUndefined();
      const run = at.run("TeamMember");
      await run.delete(state);
      expect(run.notices).toEqual([]);
    });

    it("leaves the state, and the user in the team, when it is deleted, with a notice", async () => {
      const state = await at.run("TeamMember").create(least);
      await bind();
      const run = at.run("TeamMember");
      await run.delete(state);
      expect(run.notices).toEqual([
        "TeamMember acme/ops/alice stays in Quay: a group of the directory decides who is in this team. TeamSync acme/ops binds " +
          "it to cn=ops,ou=groups.",
      ]);
      expect([...(at.quay.store.team("acme", "ops")?.members ?? [])].map(({ name }) => name)).toEqual(["alice"]);
    });

    it("is a failure when Quay refuses the delete for another reason", async () => {
      const state = await at.run("TeamMember").create(least);
      at.quay.fail("DELETE /v1/organization/{orgname}/team/{teamname}/members/{membername}", 400, { times: 1 });
      await expect(at.run("TeamMember").delete(state)).rejects.toThrow("Could not delete TeamMember acme/ops/alice");
    });

    it("is added and removed as ever when it is a robot", async () => {
      await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
      await bind();
      const run = at.run("TeamMember");
      const state = await run.create({ ...least, member: "acme+ci" });
      await run.delete(state);
      expect(at.quay.store.team("acme", "ops")?.members.size).toBe(0);
    });
  });

  it("that is the caller's own access is kept, with a notice", async () => {
    const run = at.run("TeamMember");
    const state = await run.create({ organization: "acme", team: "owners", member: "admin" });
    await run.delete(state);
    expect(run.notices).toEqual([expect.stringContaining("TeamMember acme/owners/admin stays in Quay: without it")]);
  });

  it("that does not exist is named", async () => {
    await expect(at.run("TeamMember").create({ ...least, member: "nobody" })).rejects.toThrow(
      "There is no user or robot nobody in this Quay.",
    );
    await expect(at.run("TeamMember").create({ ...least, team: "missing" })).rejects.toThrow(
      "There is no team missing in acme.",
    );
  });
});
