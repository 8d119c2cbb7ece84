import { calledBy, callQuay } from "../../../call-quay";
import { type FaceName, faces, harness } from "../../../harness";

const when = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`;

describe.each(faces)("Who changed something, as a refresh of the %s provider tells", (face: FaceName) => {
  const at = harness(face);
  const ops = { organization: "acme", name: "ops", role: "member", description: "On call." };

  const as = (user: string) => calledBy(at.quay, user);
  const change = (user: string, description: string) =>
    callQuay(as(user), "PUT /v1/organization/acme/team/ops", { role: "member", description });
  const team = () => at.run("Team").create(ops);

  async function refreshed(kind: string, state: Awaited<ReturnType<typeof team>>, config?: Record<string, string>) {
    const run = at.run(kind, config);
    await run.refresh(state);
    return run.notices;
  }

  beforeEach(() => {
    at.quay.store.addOrganization("acme");
  });

  // To dynamic providers the engine does not tell what the program marks as secret.
  const showsTexts = face === "native";

  it("is the last one, with the values, the token, the time and the address", async () => {
    const state = await team();
    await change("alice", "Asleep.");
    await change("bob", "Awake.");
    const changed = showsTexts ? String.raw`description "On call\." → "Awake\."` : "description changed";
    const by = `by bob with token "local", ${when} from \\S+$`;
    expect(await refreshed("Team", state)).toEqual([
      expect.stringMatching(new RegExp(`^Team acme/ops: ${changed}, ${by}`)),
    ]);
  });

  it("is told for each property, in one line", async () => {
    const state = await team();
    await change("alice", "Asleep.");
    await callQuay(as("bob"), "PUT /v1/organization/acme/team/ops", { role: "creator", description: "Asleep." });
    const [line, ...others] = await refreshed("Team", state);
    expect(others).toEqual([]);
    expect(line).toMatch(
      /role member → creator, by bob with .*; description (changed|"On call\." → "Asleep\."), (probably )?by (alice|bob)/,
    );
  });

  it("is probably the last one when the entry tells another value", async () => {
    const state = await team();
    await change("alice", "Asleep.");
    Object.assign(at.quay.store.team("acme", "ops") ?? {}, { description: "Lost." });
    expect(await refreshed("Team", state)).toEqual([
      expect.stringMatching(/description (changed|.* → "Lost\."), probably by alice with/),
    ]);
  });

  it("is nobody whose change was undone before something changed without an entry", async () => {
    const state = await team();
    await change("alice", "Asleep.");
    await change("admin", ops.description);
    Object.assign(at.quay.store.team("acme", "ops") ?? {}, { description: "Lost." });
    const said =
      ", and Quay's log does not say by whom (it does not tell what is older than 24 days, or what happens while";
    expect(await refreshed("Team", state)).toEqual([expect.stringContaining(said)]);
  });

  it("is not who made it", async () => {
    const state = await at.run("Repository").create({ namespace: "acme", name: "web" });
    Object.assign(at.quay.store.repository("acme", "web") ?? {}, { isPublic: true });
    expect(await refreshed("Repository", state)).toEqual([
      expect.stringContaining(
        "visibility private → public, and Quay's log does not say by whom (it does not tell repositories that a push",
      ),
    ]);
  });

  it("is who deleted it and made it again", async () => {
    const state = await at.run("Repository").create({ namespace: "acme", name: "web" });
    await callQuay(as("alice"), "DELETE /v1/repository/acme/web");
    await callQuay(as("bob"), "POST /v1/repository", {
      namespace: "acme",
      repository: "web",
      visibility: "public",
      description: "",
    });
    expect(await refreshed("Repository", state)).toEqual([
      expect.stringContaining("visibility private → public, probably by bob"),
    ]);
  });

  it("is who deleted what it was part of", async () => {
    await team();
    const state = await at.run("TeamMember").create({ organization: "acme", team: "ops", member: "admin" });
    await callQuay(as("alice"), "DELETE /v1/organization/acme/team/ops");
    expect(await refreshed("TeamMember", state)).toEqual([
      expect.stringMatching(
        new RegExp(`^TeamMember acme/ops/admin: gone with Team acme/ops, deleted by alice with token "local", ${when}`),
      ),
    ]);
  });

  it("is nobody's name where somebody was removed from the whole organization, which Quay does not log", async () => {
    at.quay.addUser("carol");
    await team();
    const state = await at.run("TeamMember").create({ organization: "acme", team: "ops", member: "carol" });
    await callQuay(as("alice"), "DELETE /v1/organization/acme/members/carol");
    expect(await refreshed("TeamMember", state)).toEqual([
      expect.stringContaining(
        "gone, and Quay's log does not say by whom (it does not tell people who are removed from the organization",
      ),
    ]);
  });

  it("is not told, and once why, without the right to read the log", async () => {
    const states = [];
    for (const name of ["web", "api"]) {
      states.push(await at.run("Repository").create({ namespace: "acme", name }));
      Object.assign(at.quay.store.repository("acme", name) ?? {}, { isPublic: true });
    }
    const run = at.run("Repository", { "quay:token": at.quay.mint({ scope: "repo:admin repo:read" }) });
    for (const state of states) expect((await run.refresh(state))?.outputs).toHaveProperty("visibility", "public");
    expect(run.notices).toEqual([
      expect.stringMatching(/^Who changed what in acme is not told\. Quay refused GET .*logs.*org:admin/),
    ]);
  });

  it.each([
    ["fails", 500],
    ["is not Quay's", "html"],
    ["has another shape", { status: 200, body: { logs: "none" } }],
    ["is lost", "reset"],
  ] as const)("is not told, and the refresh goes on, when the answer %s", async (_, fault) => {
    const state = await team();
    await change("alice", "Asleep.");
    at.quay.fail("GET /v1/organization/{orgname}/logs", fault, { times: Number.POSITIVE_INFINITY });
    const run = at.run("Team");
    expect((await run.refresh(state))?.outputs).toHaveProperty("description", "Asleep.");
    expect(run.notices.filter((line) => line.startsWith("Who"))).toEqual([
      expect.stringMatching(/^Who changed what in acme is not told\. /),
    ]);
  });

  it("is not waited for longer than five seconds", async () => {
    const states = [await team(), await at.run("Team").create({ ...ops, name: "dev" })];
    for (const name of ["ops", "dev"]) Object.assign(at.quay.store.team("acme", name) ?? {}, { description: "Lost." });
    at.quay.fail("GET /v1/organization/{orgname}/logs", "hang", { times: Number.POSITIVE_INFINITY });
    const run = at.run("Team", { "quay:timeoutSeconds": "20" });
    const began = performance.now();
    for (const state of states) expect((await run.refresh(state))?.outputs).toHaveProperty("description", "Lost.");
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(run.notices).toEqual(["Who changed what in acme is not told. Quay's log did not answer within 5 seconds."]);
  }, 60_000);

  it("shows no secret: neither those of a kind nor their parts", async () => {
    const webhook = { url: "https://hooks.example.com/first-secret" };
    const told = { repository: "acme/web", title: "Told", event: "repo_push", webhook };
    await at.run("Repository").create({ namespace: "acme", name: "web" });
    const state = await at.run("RepositoryNotification").create(told);
    const [one] = at.quay.store.repository("acme", "web")?.notifications.values() ?? [];
    Object.assign(one ?? {}, { config: { url: "https://hooks.example.com/second-secret" } });
    const [line] = await refreshed("RepositoryNotification", state);
    expect(line).toMatch(/: webhook changed, /);
    expect(line).not.toMatch(/secret|hooks/);
  });
});
