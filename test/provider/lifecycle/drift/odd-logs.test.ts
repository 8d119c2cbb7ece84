import { startQuay } from "../../../../local-quay";
import { calledBy, callQuay } from "../../../call-quay";
import { harness, Process, Run } from "../../../harness";

describe("A log of Quay that is odd or slow", () => {
  const at = harness("native");
  const logs = "GET /v1/organization/{orgname}/logs";
  const always = { times: Number.POSITIVE_INFINITY };
  const isLog = (route: string) => route.includes("/logs");

  beforeEach(() => {
    at.quay.store.addOrganization("acme");
  });

  const good = {
    ...{ kind: "org_set_team_description", datetime: "Sat, 21 Nov 2026 20:50:29 -0000", ip: "1.2.3.4" },
    ...{ metadata: { team: "ops", description: "Lost." }, performer: { name: "alice" } },
  };
  const pull = { ...good, kind: "pull_repo", metadata: {} };
  const by = (who: string, from = " from 1.2.3.4") =>
    `Team acme/ops: description a → "Lost.", by ${who}, 2026-11-21 20:50 UTC${from}`;
  const unknown = expect.stringContaining("and Quay's log does not say by whom");

  it.each([
    ["has no details", [{ ...pull, metadata: null }, good], by("alice")],
    ["has a list of details", [{ ...pull, metadata: [] }, good], by("alice")],
    ["has details in words", [{ ...pull, metadata: "x" }, good], by("alice")],
    ["was done by somebody without a name", [{ ...pull, performer: {} }, good], by("alice")],
    ["has a number for an address", [{ ...pull, ip: 5 }, good], by("alice")],
    ["is of no time", [{ ...good, datetime: "soon" }], unknown],
    [
      "was done by somebody with lines in the name",
      [{ ...good, performer: { name: "al\nTeam acme/x: gone, deleted by bob" } }],
      by("al?Team?acme?x??gone??deleted?by?bob"),
    ],
    ["has another sentence for an address", [{ ...good, ip: "1.1.1.1; role a → b, by bob" }], by("alice", "")],
    [
      "was done by a user who is deleted",
      [{ ...good, performer: { name: "1efa93f8-0762-4343-b7f2-ce1b06034412" } }],
      by("an account that is deleted"),
    ],
  ])("is read all the same when an entry %s", async (_, entries, told) => {
    const state = await at.run("Team").create({ organization: "acme", name: "ops", role: "member", description: "a" });
    Object.assign(at.quay.store.team("acme", "ops") ?? {}, { description: "Lost." });
    at.quay.fail(logs, { status: 200, body: { logs: entries } }, always);
    const run = at.run("Team");
    await run.refresh(state);
    expect(run.notices).toEqual([told]);
  });

  it("is read all the same when an entry about the resource lacks what it should tell", async () => {
    const issuer = "https://issuer.example.com";
    await at.run("Robot").create({ namespace: "acme", name: "ci" });
    const state = await at.run("RobotFederation").create({ robot: "acme+ci", identities: [{ issuer, subject: "x" }] });
    const path = "POST /v1/organization/acme/robots/ci/federation";
    await callQuay(calledBy(at.quay, "alice"), path, [{ issuer, subject: "y" }]);
    const odd = { ...good, kind: "create_robot_federation", metadata: { robot: "ci" } };
    at.quay.fail(logs, { status: 200, body: { logs: [odd] } }, always);
    const run = at.run("RobotFederation");
    await run.refresh(state);
    expect(run.notices).toEqual([expect.stringContaining("identities changed, probably by alice, ")]);
  });

  /** Repositories that somebody made public. */
  async function drifted(count: number, quay = at.quay) {
    const process = new Process(undefined, "native");
    const run = new Run("Repository", quay, undefined, process);
    const states = [];
    for (let number = 0; number < count; number++) {
      states.push(await run.create({ namespace: "acme", name: `r${number}` }));
      const path = `POST /v1/repository/acme/r${number}/changevisibility`;
      await callQuay(calledBy(quay, "alice"), path, { visibility: "public" });
    }
    await process.close();
    quay.requests.length = 0;
    return states;
  }

  it.each([
    ["does not answer", "hang", /did not answer within 5 seconds/],
    ["asks for a long pause", { status: 429, body: {}, headers: { "retry-after": "30" } }, /429|30 s|a minute/],
    ["fails", 500, /500/],
  ] as const)("holds up nothing but the read of that moment when it %s", async (_, fault, why) => {
    const states = await drifted(6);
    at.quay.fail(logs, fault, always);
    const run = at.run("Repository", { "quay:timeoutSeconds": "20", "quay:concurrency": "1" });
    const began = performance.now();
    await Promise.all(states.map((state) => run.refresh(state)));
    expect(performance.now() - began).toBeLessThan(12_000);
    expect(run.notices).toEqual([expect.stringMatching(/^Who changed what in acme is not told\. /)]);
    expect(run.notices[0]).toMatch(why);
    expect(at.requested().filter(isLog)).toHaveLength(1);
  });

  it("delays no other request by the pause that it asks for, whatever the timeout is", async () => {
    const [state] = await drifted(1);
    at.quay.fail(logs, { status: 429, body: {}, headers: { "retry-after": "30" } }, always);
    const { run } = at.operation();
    const settings = { "quay:timeoutSeconds": "5" };
    const began = performance.now();
    if (state) await run("Repository", settings).refresh(state);
    await run("Team", settings).get("acme/owners");
    expect(performance.now() - began).toBeLessThan(12_000);
  });

  it("is not waited for longer because the reason is slow, too", async () => {
    const [state] = await drifted(1);
    at.quay.fail(logs, 403, always);
    at.quay.fail("GET /v1/organization/{orgname}", "hang", always);
    const run = at.run("Repository", { "quay:timeoutSeconds": "20" });
    const began = performance.now();
    if (state) await run.refresh(state);
    expect(performance.now() - began).toBeLessThan(12_000);
    expect(run.notices).toEqual([expect.stringMatching(/^Who changed what in acme is not told\. Quay refused GET/)]);
  });

  it("is not missing for another Quay, nor for another token", async () => {
    const other = await startQuay();
    other.store.addOrganization("acme");
    const [[here], [there]] = [await drifted(1), await drifted(1, other)];
    const process = new Process(undefined, "native");
    const narrow = { "quay:token": at.quay.mint({ scope: "repo:admin repo:read" }) };
    if (here) await new Run("Repository", at.quay, narrow, process).refresh(here);
    if (there) await new Run("Repository", other, undefined, process).refresh(there);
    if (here) await new Run("Repository", at.quay, undefined, process).refresh(here);
    const told = expect.stringMatching(/^Repository acme\/r0: visibility private → public, by alice/);
    expect(process.notices).toEqual([expect.stringMatching(/^Who changed what in acme is not told/), told, told]);
    await Promise.all([process.close(), other.close()]);
  });
});
