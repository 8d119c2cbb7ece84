import { smallDirectory } from "../../local-quay";
import { onBothFaces } from "./faces";
import { expectFailure, Story } from "./stack";

interface Binding {
  /** The group; without one there is no TeamSync. */
  groupDn?: string;
  replaceMembers?: boolean;
  removeMembers?: boolean;
  /** Users whom the program states to be in the team. */
  members?: string[];
}

const ops = "cn=ops,ou=groups";
const dev = "cn=dev,ou=groups";
const missing = "cn=missing,ou=groups";
const syncing = "organization/acme/team/ops/syncing";

onBothFaces("A team that takes its people from a group", (quay) => {
  const story = new Story();
  const people = () => [...(story.quay.store.team("acme", "ops")?.members ?? [])].map(({ name }) => name).sort();
  const group = () => story.quay.store.team("acme", "ops")?.syncedWith?.group_dn;
  const inState = () => Object.keys(story.state()).sort();

  const program =
    ({ groupDn, members = [], ...flags }: Binding) =>
    () => {
      const acme = new quay.Organization("acme");
      const team = new quay.Team("ops", { organization: acme.name });
      const ci = new quay.Robot("ci", { namespace: acme.name });
      const at = { organization: acme.name, team: team.name };
      new quay.TeamMember("ci", { ...at, member: ci.fullName });
      for (const member of members) new quay.TeamMember(member, { ...at, member });
      if (groupDn) new quay.TeamSync("ops", { ...at, groupDn, ...flags });
    };

  it("is bound, its people arrive, and nothing is to be changed", async () => {
    story.quay.features.TEAM_SYNCING = true;
    story.quay.directory = smallDirectory;
    await story.up(program({ groupDn: ops }));
    expect([group(), people()]).toEqual([ops, ["acme+ci"]]);
    story.quay.syncTeams();
    story.requested();
    const { steps } = await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
    await story.up(undefined, { refresh: true, expectNoChanges: true });
    expect(story.writes()).toEqual([]);
    expect(people()).toEqual(["acme+ci", "ann", "ben"]);
    const { lastUpdated, service } = story.state()["TeamSync ops"]?.outputs ?? {};
    expect({ lastUpdated, service }).toEqual({ lastUpdated: expect.stringMatching(/Z$/), service: "ldap" });
  });

  it("gets another group, whose people replace the others", async () => {
    const { changes } = await story.preview(program({ groupDn: dev }));
    expect(changes).toEqual({ "TeamSync ops": { groupDn: { from: ops, to: dev } } });
    story.requested();
    await story.up();
    expect(story.writes()).toEqual([`DELETE ${syncing}`, `POST ${syncing}`]);
    story.quay.syncTeams();
    expect(people()).toEqual(["acme+ci", "cat", "dan"]);
  });

  it("keeps the group that it has when Quay refuses the new one, and takes the right one then", async () => {
    const { text } = await expectFailure(story.up(program({ groupDn: missing })));
    expect(text).toContain("Could not update TeamSync acme/ops:");
    expect(text).toContain("Could not sync to group: Group does not exist or is empty");
    expect(text).toContain(`Team acme/ops is bound to ${dev} again, as before.`);
    expect(group()).toBe(dev);
    expect(story.state()["TeamSync ops"]?.outputs.groupDn).toBe(dev);
    await story.preview(program({ groupDn: dev }), { refresh: true, expectNoChanges: true });
    await story.up(program({ groupDn: ops }));
    expect(group()).toBe(ops);
  });

  it("is not compared with a token without super:user, and not changed by one", async () => {
    const admin = story.quay.mint({ scope: "org:admin repo:admin repo:create user:admin" });
    story.environment({ QUAY_TOKEN: admin });
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    const { text } = await expectFailure(story.up(program({ groupDn: dev })));
    expect(text).toContain("It needs a token with the scope super:user");
    expect(group()).toBe(ops);
    story.environment({ QUAY_TOKEN: story.quay.token });
    await story.preview(program({ groupDn: ops }), { refresh: true, expectNoChanges: true });
  });

  it("refuses a user whom the program states to be in it, and names the TeamSync", async () => {
    const { text } = await expectFailure(story.up(program({ groupDn: ops, members: ["cat"] })));
    expect(text).toContain("Team acme/ops takes its members from a directory; only robots can be added here.");
    expect(text).toContain(`TeamSync acme/ops binds it to ${ops}.`);
  });

  it("keeps its people when it is bound to none any more, and gives them up only when told", async () => {
    story.quay.syncTeams();
    await story.up(program({}));
    expect([group(), people()]).toEqual([undefined, ["acme+ci", "ann", "ben"]]);
    const { text } = await expectFailure(story.up(program({ groupDn: dev })));
    expect(text).toContain(
      "In team acme/ops there are ann and ben, and who is not in the group would be taken out of it.",
    );
    expect(group()).toBeUndefined();
    await story.up(program({ groupDn: dev, replaceMembers: true }));
    story.quay.syncTeams();
    expect(people()).toEqual(["acme+ci", "cat", "dan"]);
  });

  it("loses its people, and no robot, when it is destroyed with removeMembers", async () => {
    await story.up(program({ groupDn: dev, removeMembers: true }));
    await story.up(program({}));
    expect([group(), people()]).toEqual([undefined, ["acme+ci"]]);
  });

  it("that somebody bound while TeamMembers stand shows them as they are, and refuses those who are to be added", async () => {
    const stated = program({ members: ["ann", "cat"] });
    await story.up(stated);
    await story.callQuay("POST /v1/organization/acme/team/ops/syncing", { group_dn: ops });
    await story.preview(stated, { refresh: true, expectNoChanges: true });
    story.quay.syncTeams();
    const { steps } = await story.preview(stated, { refresh: true });
    expect(steps).toEqual(["create TeamMember cat"]);
    const { text } = await expectFailure(story.up(stated, { refresh: true }));
    expect(text).toContain("Could not create TeamMember acme/ops/cat:");
    expect(text).toContain(`Add cat there. TeamSync acme/ops binds it to ${ops}.`);
    expect(people()).toEqual(["acme+ci", "ann", "ben"]);
  });

  it("keeps the people that the program no longer states, with a line, and all can be destroyed", async () => {
    const { notices } = await story.up(program({}), { refresh: true });
    expect(Object.values(notices).flat().join("\n")).toContain(
      `TeamMember acme/ops/ann stays in Quay: a group of the directory decides who is in this team. TeamSync acme/ops binds it to ${ops}.`,
    );
    expect(people()).toEqual(["acme+ci", "ann", "ben"]);
    expect(inState()).toEqual(["Organization acme", "Robot ci", "Team ops", "TeamMember ci"]);
    await story.destroy();
    expect(story.state()).toEqual({});
  });
});
