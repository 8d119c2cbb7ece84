import type { StackEntry } from "../../../cli/stack-state/stack-state";
import { asMarkdown } from "../../../cli/unmanaged/markdown";
import { type LocalQuay, startQuay } from "../../../local-quay";
import type { Repository, Robot, Team } from "../../../local-quay/model";
import { seedReferenceOrganization } from "../inventory/reference-organization";
import { compared, entry } from "./compared";

describe("Of the reference organization", () => {
  let quay: LocalQuay;
  let managed: StackEntry[];
  beforeAll(async () => {
    quay = await startQuay({ seed: seedReferenceOrganization(1) });
    const { findings } = await compared(quay, [entry("Organization acme")]);
    managed = [...findings.keys(), "Organization acme"].map((one) => entry(one));
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  const repository = (name: string) => quay.store.repository("acme", name) as Repository;

  it("everything is found with at most 330 requests, when no stack has any of it", async () => {
    const { findings, report } = await compared(quay, [entry("Organization acme")]);
    // Besides its resources: an owner, and a grant to the creator of each repository.
    expect(findings.size).toBe(4300 + 1 + 1000);
    expect([...findings.values()].filter(({ madeByQuay }) => madeByQuay === "creator")).toHaveLength(1000);
    expect(report.unseen).toEqual([]);
    expect(quay.requests.length).toBeLessThanOrEqual(330);
    // GitHub's limit for a comment.
    const comment = asMarkdown(report, { quaysOwn: false });
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toMatch(/and \d+ more, which --json has/);
  }, 60_000);

  it("nothing is found with at most 122 requests, when a stack has all", async () => {
    const { findings } = await compared(quay, managed);
    expect([...findings.keys()]).toEqual([]);
    expect(quay.requests.length).toBeLessThanOrEqual(122);
    expect(quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  }, 60_000);

  it("a swapped grant of a team, and one of a robot, are found with a request more for the role", async () => {
    const { store } = quay;
    const [team, robot] = [store.team("acme", "team-0") as Team, store.robot("acme+robot-0") as Robot];
    store.ungrant(repository("repository-0"), team);
    store.ungrant(repository("repository-0"), robot);
    store.grant(repository("repository-50"), team, "admin");
    store.grant(repository("repository-50"), robot, "admin");
    const { findings } = await compared(quay, managed);
    expect([...findings.values()].map(({ what }) => what)).toEqual([
      "admin on acme/repository-50 for robot acme+robot-0",
      "admin on acme/repository-50 for team team-0",
    ]);
    expect(quay.requests.length).toBeLessThanOrEqual(124);
  }, 60_000);

  it("--quick asks at most 20, whatever the stacks have, sees additions, and says what it does not see", async () => {
    const { store } = quay;
    const team = store.team("acme", "team-0") as Team;
    store.grant(repository("repository-50"), store.robot("acme+robot-0") as Robot, "admin");
    store.join(team, store.addUser("mallory"));
    store.join(team, store.addRobot(store.addUser("alice"), "old"));
    store.grant(repository("repository-50"), team, "admin");
    const { findings, report } = await compared(quay, managed, { quick: true });
    expect([...findings.values()].map(({ what }) => what)).toEqual([
      "mallory, member of team team-0",
      "some role on acme/repository-50 for robot acme+robot-0",
      "1 grant to team team-0 beyond those of the stacks",
      "1 member of team team-0 beyond those of the stacks",
    ]);
    expect([report.exact, report.notes]).toEqual([
      false,
      [expect.stringContaining("one that was swapped for another does not show")],
    ]);
    expect(quay.requests.length).toBeLessThanOrEqual(20);

    quay.requests.length = 0;
    await compared(quay, [entry("Organization acme")], { quick: true });
    expect(quay.requests.length).toBeLessThanOrEqual(20);

    quay.reset();
    const swapped = store.team("acme", "team-0") as Team;
    store.ungrant(repository("repository-0"), swapped);
    store.grant(repository("repository-50"), swapped, "admin");
    expect((await compared(quay, managed, { quick: true })).findings.size).toBe(0);
  }, 60_000);
});
