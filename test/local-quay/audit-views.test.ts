import type { LogEntry } from "../../local-quay";
import { auditLog, type Entry } from "./audit-log";

describe("Reading the local Quay's audit log", () => {
  const log = auditLog();
  const { send: ask, entries, loggedEntries: logged } = log;

  it("of a deleted organization is allowed for superusers, under the name that remains of it", async () => {
    await ask("DELETE /organization/acme");
    expect((await ask("GET /organization/acme/logs")).status).toBe(400);
    const [{ kind, namespace } = {} as Entry] = await entries("/superuser");
    expect(kind).toBe("org_delete");
    expect(namespace?.name).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("announces a further page after any entry, and none after an empty page", async () => {
    for (let i = 0; i < 20; i += 1) await ask("PUT /organization/acme", { tag_expiration_s: 0 });
    const first = (await ask("GET /organization/acme/logs")).body;
    expect(first.logs).toHaveLength(20);
    const second = (await ask(`GET /organization/acme/logs?next_page=${first.next_page}`)).body;
    expect(second).toMatchObject({ logs: [] });
    expect(second).not.toHaveProperty("next_page");
  });

  it.each([
    ["starttime=11/20/2026&endtime=11/21/2026", "Fri, 20 Nov 2026 00:00:00 -0000", "Sun, 22 Nov 2026 00:00:00 -0000"],
    ["starttime=1/2/2026&endtime=1/2/2026", "Fri, 02 Jan 2026 00:00:00 -0000", "Sat, 03 Jan 2026 00:00:00 -0000"],
  ])("reads the days %s", async (query, start_time, end_time) => {
    expect((await ask(`GET /organization/acme/logs?${query}`)).body).toMatchObject({ start_time, end_time });
  });

  it.each(["02/30/2026", "13/01/2026", "2026-01-01", "01/01/26"])("refuses %s as a date", async (date) => {
    const { start_time } = (await ask(`GET /organization/acme/logs?starttime=${date}`)).body;
    expect(Date.now() - Date.parse(start_time)).toBeLessThan(2 * 86_400_000);
  });

  it("counts by kind and day", async () => {
    await ask("PUT /organization/acme", { tag_expiration_s: 0 });
    await ask("PUT /organization/acme", { tag_expiration_s: 0 });
    const earlier = log.quay.store.log[0] as LogEntry;
    earlier.date = new Date(Date.now() - 36 * 3_600_000);
    const [year, month, date] = new Date(Date.now() - 48 * 3_600_000).toISOString().slice(0, 10).split("-");
    const { aggregated } = (await ask(`GET /organization/acme/aggregatelogs?starttime=${month}/${date}/${year}`)).body;
    expect(aggregated).toHaveLength(2);
    expect(aggregated[0]).toMatchObject({ kind: "org_change_tag_expiration", count: 1 });
    expect(aggregated[0].datetime).toMatch(/ 00:00:00 -0000$/);
  });

  it("reports failed exports with the reason", async () => {
    expect((await ask("POST /organization/acme/exportlogs", { callback_email: "nobody" })).status).toBe(400);
    const stranger = log.quay.mint({ user: "jane", scope: "org:admin" });
    expect((await ask("POST /organization/acme/exportlogs", {}, stranger)).status).toBe(403);
    expect(await logged("/organization/acme")).toEqual([
      ["export_logs_failure", { error: "Invalid callback e-mail", url: null, email: "nobody" }],
      ["export_logs_failure", { error: "unauthorized", url: null, email: null }],
    ]);
  });
});
