import type { Notification } from "../../../local-quay";
import { harness } from "../../harness";
import { prepare } from "../../kinds";
import { hook } from "../../kinds/notifications";
import { laws } from "../../laws";

laws("RepositoryNotification");

describe("RepositoryNotification", () => {
  const at = harness();
  const list = "GET /v1/repository/{repository}/notification/";
  const post = "POST /v1/repository/{repository}/notification/";
  const remove = "DELETE /v1/repository/{repository}/notification/{uuid}";
  const reset = "POST /v1/repository/{repository}/notification/{uuid}";
  const least = { repository: "acme/web", title: "Pushes", event: "repo_push", webhook: hook("first-token") };
  const run = () => at.run("RepositoryNotification");
  const requested = () => at.requested().filter((route) => route !== "GET /config");
  const all = (): Notification[] => [...(at.quay.store.repository("acme", "web")?.notifications.values() ?? [])];
  const make = (more: object = {}) =>
    at.callQuay("POST /v1/repository/acme/web/notification/", {
      ...{ title: "Pushes", event: "repo_push", method: "webhook", config: hook("first-token"), eventConfig: {} },
      ...more,
    });
  beforeEach(async () => {
    await prepare(at.quay, "RepositoryNotification");
    at.requested();
  });

  it("costs one write to create, after two reads of the repository's list for all of a run, and one list to read", async () => {
    const creating = run();
    const titles = ["Pushes", "Pushes too", "Pushes: all"];
    const states = await Promise.all(titles.map((title) => creating.create({ ...least, title })));
    expect(requested()).toEqual([list, list, post, post, post]);
    const refresh = run();
    await Promise.all(states.map((state) => refresh.refresh(state)));
    expect(requested()).toEqual([list]);
  });

  it("is changed by a new one, after which the old one goes, in one update", async () => {
    const state = await run().create(least);
    requested();
    const updated = await run().update(state, { ...least, webhook: hook("second-token") });
    expect(requested()).toEqual([list, post, remove]);
    expect(updated.outputs.uuid).not.toBe(state.outputs.uuid);
    expect(all()).toMatchObject([{ uuid: updated.outputs.uuid, config: hook("second-token") }]);
    await run().delete(updated);
    expect(requested()).toEqual([list, remove]);
  });

  it("keeps telling when the new one cannot be made", async () => {
    const state = await run().create(least);
    at.quay.fail(post, 503, { times: Number.POSITIVE_INFINITY });
    await expect(run().update(state, { ...least, webhook: hook("second-token") })).rejects.toThrow("Could not update");
    expect(all()).toMatchObject([{ uuid: state.outputs.uuid, config: hook("first-token") }]);
  });

  it("whose update was interrupted between the two is finished by the next one, without a third", async () => {
    const state = await run().create(least);
    at.quay.fail(remove, 403, { times: 1 });
    const program = { ...least, webhook: hook("second-token") };
    await expect(run().update(state, program)).rejects.toThrow("Could not update");
    expect(all()).toHaveLength(2);
    const [, twin] = all();
    requested();
    const updated = await run().update(state, program);
    expect(requested()).toEqual([list, remove]);
    expect(updated.outputs.uuid).toBe(twin?.uuid);
    expect(all()).toEqual([twin]);
  });

  it("is not made twice when the answer to the change is lost", async () => {
    const state = await run().create(least);
    at.quay.fail(post, "reset", { times: 1, after: true });
    const updated = await run().update(state, { ...least, webhook: hook("second-token") });
    expect(all()).toMatchObject([{ uuid: updated.outputs.uuid, config: hook("second-token") }]);
  });

  it("of which somebody made twins is healed to one, and deleted with all of them", async () => {
    const state = await run().create(least);
    await make();
    await make({ event: "build_failure" });
    const theirs = all().at(-1)?.uuid;
    const healing = run();
    const updated = await healing.update(state, { ...least, webhook: hook("second-token") });
    expect(all()).toMatchObject([{ uuid: updated.outputs.uuid }]);
    expect(healing.notices).toEqual([
      `Another notification of the title "${least.title}" goes with it, which somebody else made (uuid ${theirs}).`,
    ]);
    await make();
    const deleting = run();
    await deleting.delete(updated);
    expect(all()).toEqual([]);
    expect(deleting.notices).toHaveLength(1);
  });

  it("that somebody else made again is deleted under its new uuid", async () => {
    const state = await run().create(least);
    await at.callQuay(`DELETE /v1/repository/acme/web/notification/${state.outputs.uuid}`);
    await make();
    await run().delete(state);
    expect(all()).toEqual([]);
  });

  it("that Quay stopped after three failures is drift, and started again without a new one", async () => {
    const state = await run().create(least);
    const [notification] = all();
    if (notification) notification.failures = 2;
    expect(await run().refresh(state)).toEqual(state);
    if (notification) notification.failures = 3;
    const refreshed = await run().refresh(state);
    expect(refreshed?.outputs).toMatchObject({ active: false });
    requested();
    await run().update(refreshed ?? state, least);
    expect(requested()).toEqual([reset]);
    expect(all()).toEqual([{ ...notification, failures: 0 }]);
  });

  it("that Quay stopped may stay so, and no other can be stopped", async () => {
    const state = await run().create(least);
    for (const one of all()) one.failures = 3;
    const refreshed = (await run().refresh(state)) ?? state;
    const stopped = { ...least, active: false };
    expect(await run().diff(refreshed, stopped)).toEqual({ changes: false });
    const adopted = await run().create({ ...stopped, adopt: true });
    expect(adopted.outputs).toMatchObject({ active: false });
    await expect(run().update(state, stopped)).rejects.toThrow("Quay cannot be made to stop a notification.");
    requested();
    await expect(run().create({ ...stopped, title: "Silence" })).rejects.toThrow("Remove active: false");
    expect(requested()).not.toContain(post);
  });

  it("sends the level as a number in a text, which alone Quay's worker understands, and reads it as Quay shows it", async () => {
    const levels = ["critical", "high", "medium", "low", "negligible", "unknown"];
    for (const [index, level] of levels.entries()) {
      const vulnerable = { ...least, title: level, event: "vulnerability_found", level };
      const state = await run().create(vulnerable);
      const notification = all().find(({ title }) => title === level) as Notification;
      expect(notification.eventConfig).toEqual({ level: String(index) });
      notification.eventConfig = { level: index };
      expect(await run().refresh(state)).toEqual(state);
      notification.eventConfig = { level };
      expect((await run().refresh(state))?.inputs).not.toHaveProperty("level");
    }
  });

  it("takes level, days and refRegex from Quay when the program leaves them out", async () => {
    for (const [given, rest] of [
      [{ level: "high" }, { event: "vulnerability_found" }],
      [{ refRegex: "refs/heads/main" }, { event: "build_failure" }],
    ] as const) {
      const state = await run().create({ ...least, ...rest, ...given });
      const updated = await run().update(state, { ...least, ...rest });
      expect(all()).toMatchObject([{ eventConfig: {} }]);
      await run().delete(updated);
    }
    const state = await run().create({ ...least, event: "repo_image_expiry", days: 3 });
    await run().update(state, least);
    expect(all()).toMatchObject([{ event: "repo_push", eventConfig: {} }]);
  });

  it("takes another way to tell in place of the one before", async () => {
    const state = await run().create(least);
    const { webhook, ...rest } = least;
    const updated = await run().update(state, { ...rest, quay: { team: "ops" } });
    expect(all()).toMatchObject([{ method: "quay_notification", config: { target: { kind: "team", name: "ops" } } }]);
    expect(updated.outputs).not.toHaveProperty("webhook");
    expect(await run().refresh(updated)).toEqual(updated);
  });

  it("by mail is made once the address is confirmed, for which Quay is made to ask it", async () => {
    const { webhook, ...rest } = least;
    const program = { ...rest, email: { address: "new@acme.example" } };
    await expect(run().create(program)).rejects.toThrow(
      "Quay wrote to new@acme.example; confirm by the link in that mail, and run pulumi up again.",
    );
    const [link = ""] = at.quay.store.mails.at(-1)?.links ?? [];
    await fetch(`${at.quay.url}${link}`);
    await run().create(program);
    expect(all()).toMatchObject([{ method: "email", config: { email: "new@acme.example" } }]);
  });

  it.each([
    ["MAILING", { event: "repo_push", email: { address: "ops@acme.example" } }],
    ["SECURITY_SCANNER", { event: "vulnerability_found", quay: { team: "ops" } }],
    ["REPO_MIRROR", { event: "repo_mirror_sync_failed", quay: { team: "ops" } }],
    ["IMAGE_EXPIRY_TRIGGER", { event: "repo_image_expiry", days: 3, quay: { team: "ops" } }],
  ])("needs %s for what without it would never be told, and a preview says so", async (flag, given) => {
    const { webhook, ...rest } = least;
    at.quay.features[flag] = false;
    const { failures } = await run().check({ ...rest, ...given });
    expect(failures.map(({ reason }) => reason).join()).toContain(`FEATURE_${flag} switched off`);
    at.quay.features[flag] = true;
    expect((await run().check({ ...rest, ...given })).failures).toEqual([]);
  });

  it("for somebody whom Quay does not know, or in a repository that is missing, is explained", async () => {
    const { webhook, ...rest } = least;
    await expect(run().create({ ...rest, quay: { user: "nobody" } })).rejects.toThrow(
      "quay.user: there is no user nobody in this Quay.",
    );
    await expect(run().create({ ...rest, quay: { team: "missing" } })).rejects.toThrow(
      "quay.team: there is no team missing in acme.",
    );
    await expect(run().create({ ...least, repository: "acme/missing" })).rejects.toThrow(
      "There is no repository acme/missing.",
    );
  });

  it("without a title, or with one that another has, is nobody's of ours", async () => {
    await make({ title: undefined });
    await make({ title: "" });
    const state = await run().create(least);
    await run().delete(state);
    expect(all()).toHaveLength(2);
  });

  it("never has an address or token in a message, also not those of others in the same list", async () => {
    await make({ title: "Theirs", config: hook("their-token") });
    const secrets = ["first-token", "second-token", "their-token"].map((name) => hook(name).url);
    const running = run();
    const state = await running.create(least);
    await running.refresh(state);
    at.quay.fail(post, { status: 400, body: { message: `Cannot reach ${secrets.join(" ")}` } });
    const message = await running
      .update(state, { ...least, webhook: hook("second-token") })
      .then(String, (error) => `${error.message} ${error.stack}`);
    expect(message).toContain("Cannot reach [secret]");
    for (const secret of secrets) expect(message).not.toContain(secret);
  });

  it.each([
    ["webhook", hook("a-token")],
    ["slack", hook("a-token")],
    ["hipchat", { room: "17", token: "a-token" }],
    ["flowdock", { token: "a-token" }],
  ])("has its %s as a secret in the state", async (property, value) => {
    const { webhook, ...rest } = least;
    const state = await run().create({ ...rest, [property]: value });
    expect(state.secrets).toEqual([property]);
    expect((await run().refresh(state))?.secrets).toEqual([property]);
  });
});
