import type { LogEntry as StoredEntry } from "../../../local-quay";
import { Quay } from "../../../provider/quay/client/quay";
import { Snapshot } from "../../../provider/snapshot";
import { AuditLog } from "../../../provider/snapshot/audit-log";
import type { LogEntry } from "../../../provider/snapshot/log-pages";
import { callQuay } from "../../call-quay";
import { fastRetries, harness } from "../../harness";

describe("The log of an organization", () => {
  const at = harness();
  let quay: Quay;
  let log: AuditLog;

  const newest = async (...wanted: Parameters<AuditLog["newest"]>) => (await log.newest(...wanted))?.entry;
  const isOf = (team: string) => (entry: LogEntry) => entry.details.team === team;
  const logs = () => at.requested().filter((route) => /logs/.test(route));

  /** Adds entries, the first one the oldest. */
  function add(entries: Partial<StoredEntry>[], performer = "admin"): void {
    const { store } = at.quay;
    const namespace = store.organization("acme") as StoredEntry["namespace"];
    const by = store.user(performer) ?? store.robot(performer);
    for (const entry of entries)
      store.log.push({
        ...{ id: store.nextId(), kind: "org_create_team", metadata: {}, date: new Date(), ip: "10.0.0.1" },
        ...{ performer: by, namespace },
        ...entry,
      });
  }

  const team = (name: string) => ({ kind: "org_create_team", metadata: { team: name } });
  const pull = { kind: "pull_repo", metadata: { repo: "web", namespace: "acme", tag: "v1" } };

  beforeEach(() => {
    const acme = at.quay.store.addOrganization("acme");
    for (const name of ["alice", "bob"]) at.quay.addUser(name);
    acme.teams.get("owners")?.members.add(at.quay.store.user("alice") as never);
    at.quay.store.addRobot(acme, "ci");
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 60, concurrency: 4 };
    quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => undefined });
    log = new AuditLog(new Snapshot(quay), "acme");
  });
  afterEach(() => quay.close());

  it("tells of an entry its time, who did it, with which token, and from where", async () => {
    await callQuay(at.quay, "PUT /v1/organization/acme/team/ops", { role: "member" });
    const entry = await newest(isOf("ops"));
    expect(entry).toMatchObject({ kind: "org_create_team", performer: "admin", application: "local" });
    expect(entry?.address).toMatch(/127\.0\.0\.1/);
    expect(Math.abs((entry?.time ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it("is read once for all who ask, and only as far as they need", async () => {
    add([team("old"), ...Array.from({ length: 30 }, () => team("many")), team("new")]);
    expect(await Promise.all([newest(isOf("new")), newest(isOf("many"))])).not.toContain(undefined);
    expect(logs()).toHaveLength(1);
    expect(await newest(isOf("old"))).toBeDefined();
    expect(logs()).toHaveLength(1);
    expect(await newest(isOf("nothing"))).toBeUndefined();
    expect(logs()).toHaveLength(0);
  });

  it("is read five pages far at most, and says how far that was", async () => {
    const day = new Date(Date.now() - 86_400_000);
    add([team("old"), ...Array.from({ length: 100 }, () => ({ ...team("many"), date: day }))]);
    expect(log.end).toBeUndefined();
    expect(await newest(isOf("old"))).toBeUndefined();
    expect(logs()).toHaveLength(5);
    expect(log.end).toBe(Math.floor(day.getTime() / 1000) * 1000);
  });

  it("is read for 24 days", async () => {
    const daysAgo = (days: number) => ({ date: new Date(Date.now() - days * 86_400_000) });
    add([
      { ...team("older"), ...daysAgo(26) },
      { ...team("old"), ...daysAgo(24) },
    ]);
    expect(await newest(isOf("old"))).toBeDefined();
    expect(await newest(isOf("older"))).toBeUndefined();
  });

  describe("full of pulls", () => {
    const pulls = Array.from({ length: 3000 }, () => pull);

    it("is asked what people did, its administrators first", async () => {
      add([team("by bob")], "bob");
      add([team("by alice")], "alice");
      add(pulls);
      expect(await newest(isOf("by alice"))).toMatchObject({ performer: "alice" });
      expect(logs().length).toBeLessThanOrEqual(4);
      expect(await newest(isOf("by bob"))).toBeUndefined();
    });

    it("is asked what those did who changed something lately, members or not", async () => {
      add([team("by bob")], "bob");
      add(pulls);
      add([team("again by bob")], "bob");
      expect(await newest(isOf("by bob"))).toMatchObject({ performer: "bob" });
    });

    it("is asked for the robots that may push, where a push is looked for", async () => {
      const { store } = at.quay;
      at.quay.push("acme/web", "v1");
      const [web, ci] = [store.repository("acme", "web"), store.robot("acme+ci")];
      if (web && ci) store.grant(web, ci, "write");
      const push = { kind: "push_repo", metadata: { repo: "web", namespace: "acme", tag: "v2" } };
      add([push], "acme+ci");
      add(pulls);
      const isPush = ({ kind, details }: LogEntry) => kind === "push_repo" && details.tag === "v2";
      expect(await newest(isPush)).toBeUndefined();
      expect(await newest(isPush, "acme/web")).toMatchObject({ performer: "acme+ci" });
      expect(logs().length).toBeLessThanOrEqual(10);
    });

    it("takes seven requests at most for people", async () => {
      const { store } = at.quay;
      const owners = store.organization("acme")?.teams.get("owners");
      for (let index = 0; index < 30; index++) {
        at.quay.addUser(`person${index}`);
        owners?.members.add(store.user(`person${index}`) as never);
      }
      add(
        Array.from({ length: 100 }, () => team("many")),
        "alice",
      );
      add(pulls);
      expect(await newest(isOf("nothing"))).toBeUndefined();
      expect(logs()).toHaveLength(7);
    });

    it("is left alone after its counts show that nothing was changed", async () => {
      add(pulls);
      expect(await newest(isOf("nothing"))).toBeUndefined();
      expect(logs()).toHaveLength(2);
    });

    it("is read where Quay counts nothing, too", async () => {
      at.quay.features.AGGREGATED_LOG_COUNT_RETRIEVAL = false;
      add([team("by alice")], "alice");
      add(pulls);
      expect(await newest(isOf("by alice"))).toMatchObject({ performer: "alice" });
    });
  });
});
