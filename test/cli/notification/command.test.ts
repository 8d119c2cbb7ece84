import { type LocalQuay, type Notification, startQuay } from "../../../local-quay";
import { hook } from "../../kinds/notifications";
import { command } from "../command";

describe("pulumi-quay notification", () => {
  const cli = command();
  let quay: LocalQuay;
  let pushes: Notification;
  let untitled: Notification;
  let full: Notification;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    const acme = quay.store.addOrganization("acme");
    const { notifications } = quay.store.addRepository(acme, "web", quay.store.user("admin"));
    const note = (uuid: string, title: string | null): Notification => ({
      ...{ uuid, title, event: "repo_push", method: "webhook", config: hook("secret-token"), eventConfig: {} },
      failures: 0,
    });
    pushes = note("11111111-1111-4111-8111-111111111111", "Pushes to Slack: all");
    untitled = note("22222222-2222-4222-8222-222222222222", null);
    full = { ...note("33333333-3333-4333-8333-333333333333", "Nearly full"), event: "quota_warning" };
    for (const one of [pushes, untitled]) notifications.set(one.uuid, one);
    acme.notifications.set(full.uuid, full);
  });
  afterAll(() => quay.close());

  const run = (...args: string[]) => cli.run(["notification", ...args], { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
  const writes = () =>
    quay.requests
      .filter(({ method, route }) => method !== "GET" && route !== "POST /v1/organization/")
      .map(({ path }) => path);

  it("test makes Quay send those that are named by their title or uuid", async () => {
    const ended = await run("test", "acme/web:Pushes to Slack: all", `acme/web:${untitled.uuid}`, "acme:Nearly full");
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect(ended.stderr).toContain("Quay sends acme/web:Pushes to Slack: all with made-up contents");
    expect(writes()).toEqual([
      `/api/v1/repository/acme/web/notification/${pushes.uuid}/test`,
      `/api/v1/repository/acme/web/notification/${untitled.uuid}/test`,
      `/api/v1/organization/acme/notifications/${full.uuid}/test`,
    ]);
  });

  it("test fails for one that Quay has stopped, and reset starts it again", async () => {
    pushes.failures = 4;
    const id = "acme/web:Pushes to Slack: all";
    const stopped = await run("test", id);
    expect(stopped).toMatchObject({ code: 1 });
    expect(stopped.stderr).toBe(
      `Quay sends ${id} no longer, because it failed 4 times. Start it again with pulumi-quay notification reset "${id}".\n`,
    );
    expect(writes()).toEqual([]);
    expect(await run("reset", id)).toEqual({
      code: 0,
      stdout: "",
      stderr: `Quay sends ${id} again. It had failed 4 times.\n`,
    });
    expect(pushes.failures).toBe(0);
    expect((await run("test", id)).code).toBe(0);
  });

  it("reset tells of one that was never stopped, and starts one of a namespace", async () => {
    pushes.failures = 1;
    full.failures = 3;
    const { code, stderr } = await run("reset", "acme/web:Pushes to Slack: all", "acme:Nearly full");
    expect(code).toBe(0);
    expect(stderr).toContain("was never stopped; it had failed once in a row.");
    expect(stderr).toContain("Quay sends acme:Nearly full again. It had failed 3 times.");
    expect([pushes.failures, full.failures]).toEqual([0, 0]);
  });

  it.each([
    ["acme/web:Nothing", `acme/web has no notification "Nothing". It has: Pushes to Slack: all, 22222222-`],
    ["acme/missing:Pushes", "There is no repository acme/missing."],
    ["beta:Full", "There is no organization or user beta."],
    ["Pushes", `"Pushes" is not the id of a notification. It reads like acme/web:Pushes to Slack`],
  ])("says of %s what is wrong, and does the others", async (id, reason) => {
    const { code, stderr } = await run("test", id, "acme:Nearly full");
    expect(code).toBe(1);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain("secret-token");
    expect(writes()).toHaveLength(1);
  });

  it("says so where notifications of namespaces are switched off", async () => {
    quay.features.QUOTA_NOTIFICATIONS = false;
    const { code, stderr } = await run("reset", "acme:Nearly full");
    expect([code, stderr]).toEqual([1, expect.stringContaining("FEATURE_QUOTA_NOTIFICATIONS switched off")]);
  });

  it("without a name is a wrong usage", async () => {
    expect(await run("test")).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument") });
  });
});
