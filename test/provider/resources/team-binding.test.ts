import { harness, type State } from "../../harness";
import { prepare } from "../../kinds";

const bound = "POST /v1/organization/{orgname}/team/{teamname}/syncing";
const unbound = "DELETE /v1/organization/{orgname}/team/{teamname}/syncing";
const removed = "DELETE /v1/organization/{orgname}/team/{teamname}/members/{membername}";
const members = "GET /v1/organization/{orgname}/team/{teamname}/members";
const least = { organization: "acme", team: "ops", groupDn: "cn=ops,ou=groups" };
const dev = { ...least, groupDn: "cn=dev,ou=groups" };
const always = { times: Number.POSITIVE_INFINITY };

const at = harness("dynamic", { uncounted: "GET /config" });
const team = () => at.quay.store.team("acme", "ops");
const group = () => team()?.syncedWith?.group_dn;
const inTeam = () => [...(team()?.members ?? [])].map(({ name }) => name).sort();
const add = (member: string, name = "ops") => at.callQuay(`PUT /v1/organization/acme/team/${name}/members/${member}`);

beforeEach(async () => {
  await prepare(at.quay, "TeamSync");
  at.requested();
});

describe("The change of a team's group", () => {
  const missing = { ...least, groupDn: "cn=missing,ou=groups" };

  it("that Quay refuses leaves the old group in force, and says so; the next one is taken", async () => {
    const state = await at.run("TeamSync").create(least);
    await expect(at.run("TeamSync").update(state, missing)).rejects.toThrow(
      "Group does not exist or is empty (400). groupDn is relative to dc=example,dc=com, and a group with nobody in it counts as " +
        "none. Team acme/ops is bound to cn=ops,ou=groups again, as before.",
    );
    expect(group()).toBe("cn=ops,ou=groups");
    expect(await at.run("TeamSync").refresh(state)).toEqual(state);
    await at.run("TeamSync").update(state, dev);
    expect(group()).toBe("cn=dev,ou=groups");
  });

  it("is done when the answer to it got lost", async () => {
    const state = await at.run("TeamSync").create(least);
    at.quay.fail(bound, "reset", { times: 1, after: true });
    const changed = await at.run("TeamSync").update(state, dev);
    expect(changed.outputs.groupDn).toBe(dev.groupDn);
    expect(group()).toBe("cn=dev,ou=groups");
  });

  it("goes on when the answer to the unbinding got lost each time", async () => {
    const state = await at.run("TeamSync").create(least);
    at.quay.fail(unbound, "reset", { ...always, after: true });
    await at.run("TeamSync").update(state, dev);
    expect(group()).toBe("cn=dev,ou=groups");
  });

  it("that fails before anything is unbound leaves the old group in force", async () => {
    const state = await at.run("TeamSync").create(least);
    at.quay.fail(unbound, 500, always);
    await expect(at.run("TeamSync").update(state, dev)).rejects.toThrow("Quay refused DELETE");
    expect(group()).toBe("cn=ops,ou=groups");
  });

  it("without an answer, and not carried out, leaves the old group in force", async () => {
    const state = await at.run("TeamSync").create(least);
    at.quay.fail(bound, "reset", { times: 1 });
    await expect(at.run("TeamSync").update(state, dev)).rejects.toThrow(
      "Team acme/ops is bound to cn=ops,ou=groups again, as before.",
    );
    expect(group()).toBe("cn=ops,ou=groups");
  });

  it("that cannot be taken back says what is in force, and the next up goes on", async () => {
    const state = await at.run("TeamSync").create(least);
    at.quay.fail(bound, 403, { times: 2 });
    await expect(at.run("TeamSync").update(state, dev)).rejects.toThrow(
      /could not be bound to cn=ops,ou=groups again either: Quay refused POST .* Now it is bound to no group, and its people stay/,
    );
    expect(group()).toBeUndefined();
    await at.run("TeamSync").update(state, dev);
    expect(group()).toBe("cn=dev,ou=groups");
  });

  it("of which nothing can be read afterwards says that", async () => {
    const state = await at.run("TeamSync").create(least);
    at.quay.fail(bound, "reset", always);
    at.quay.fail(members, 500, always);
    await expect(at.run("TeamSync").update(state, dev)).rejects.toThrow(
      "To which group it is bound now could not be read.",
    );
  });
});

describe("A TeamSync that is deleted", () => {
  const taking = { ...least, removeMembers: true };
  let state: State;
  beforeEach(async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
    await add("acme+ci");
    state = await at.run("TeamSync").create(taking);
    at.quay.syncTeams();
    at.requested();
  });

  it("keeps people and robots in the team", async () => {
    const kept = await at.run("TeamSync").update(state, least);
    await at.run("TeamSync").delete(kept);
    expect([group(), inTeam()]).toEqual([undefined, ["acme+ci", "ann", "ben"]]);
  });

  it("takes the people out with removeMembers, and no robot", async () => {
    await at.run("TeamSync").delete(state);
    expect([group(), inTeam()]).toEqual([undefined, ["acme+ci"]]);
    expect(at.requested()).toEqual([members, unbound, removed, removed]);
  });

  it("stays bound when one of the people cannot be taken out, and the next delete goes on", async () => {
    at.quay.fail(removed, 403, { times: 1 });
    await expect(at.run("TeamSync").delete(state)).rejects.toThrow(
      /ann could not be taken out of team acme\/ops\. Quay refused DELETE .* Team acme\/ops is bound to cn=ops,ou=groups again/,
    );
    expect(group()).toBe("cn=ops,ou=groups");
    await at.run("TeamSync").delete(state);
    expect([group(), inTeam()]).toEqual([undefined, ["acme+ci"]]);
  });

  it("counts those who left in the meantime as taken out", async () => {
    at.quay.fail(removed, "reset", { times: 1, after: true });
    await at.run("TeamSync").delete(state);
    expect([group(), inTeam()]).toEqual([undefined, ["acme+ci"]]);
  });

  it("takes nobody out when somebody else unbound the team, and says who is in it", async () => {
    await at.callQuay("DELETE /v1/organization/acme/team/ops/syncing");
    const run = at.run("TeamSync");
    await run.delete(state);
    expect(inTeam()).toEqual(["acme+ci", "ann", "ben"]);
    expect(run.notices).toEqual(["ann and ben stay in team acme/ops: no group decided that any more."]);
  });

  it("leaves the token's user where it would lose its own way in", async () => {
    at.quay.addUser("root", { superuser: true });
    at.quay.features.SUPERUSERS_FULL_ACCESS = false;
    const root = { "quay:token": at.quay.mint({ user: "root", scope: "super:user org:admin user:admin" }) };
    Object.assign(team() as object, { role: "admin" });
    const user = at.quay.store.user("root");
    if (user) at.quay.store.join(team() as NonNullable<ReturnType<typeof team>>, user);
    const run = at.run("TeamSync", root);
    await run.delete(state);
    expect(inTeam()).toEqual(["acme+ci", "root"]);
    expect(run.notices).toEqual([
      "root stays in team acme/ops: without it the token's user would lose its own way in.",
    ]);
  });
});

describe("A TeamSync of an admin team", () => {
  const replacing = { ...least, replaceMembers: true };
  const token = (scope = "super:user org:admin user:read") => ({ "quay:token": at.quay.mint({ user: "root", scope }) });
  beforeEach(async () => {
    at.quay.features.SUPERUSERS_FULL_ACCESS = false;
    at.quay.addUser("root", { superuser: true });
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "admin" });
    await add("root");
    at.requested();
  });

  it("is refused to a user who administers the organization by it alone, before anything is sent", async () => {
    await expect(at.run("TeamSync", token()).create(replacing)).rejects.toThrow(
      "Team acme/ops administers acme, and root, the token's user, does so by nothing else: who is not in the group would lose " +
        "its own way in. Put it into another team with the role admin first.",
    );
    expect(at.requested().filter((route) => !route.startsWith("GET "))).toEqual([]);
    await add("root", "owners");
    await at.run("TeamSync", token()).create(replacing);
    expect(group()).toBe("cn=ops,ou=groups");
  });

  it("is not bound to another group by such a user either", async () => {
    await add("root", "owners");
    const state = await at.run("TeamSync", token()).create(replacing);
    await at.callQuay("DELETE /v1/organization/acme/team/owners/members/root");
    await expect(at.run("TeamSync", token()).update(state, { ...replacing, groupDn: dev.groupDn })).rejects.toThrow(
      "would lose its own way in",
    );
    expect(group()).toBe("cn=ops,ou=groups");
  });

  it("is refused where Quay does not say who the token's user is", async () => {
    await expect(at.run("TeamSync", token("super:user org:admin")).create(replacing)).rejects.toThrow(
      'could lose its own way in. It needs a token with the scope user:read ("Read User Information").',
    );
  });

  it("is bound by a user who is not in it, and by a superuser with full access", async () => {
    await at.run("TeamSync").create(replacing);
    await at.callQuay("DELETE /v1/organization/acme/team/ops/syncing");
    at.quay.features.SUPERUSERS_FULL_ACCESS = true;
    await at.run("TeamSync", token()).create(replacing);
    expect(group()).toBe("cn=ops,ou=groups");
  });
});
