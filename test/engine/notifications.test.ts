import { readFileSync } from "node:fs";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { NotificationResult } from "pulumi-quay";
import type { Notification } from "../../local-quay";
import { hook } from "../kinds/notifications";
import { onBothFaces } from "./faces";
import { shownState } from "./secrets";
import { type Options, Story } from "./stack";

onBothFaces("Notifications", (quay) => {
  const story = new Story("configuration");
  const loud = { logVerbosity: 3 } as Options;
  // Pulumi's SDK logs, for debugging, every response of the engine to a program, for any provider.
  const isOfSdk = ({ diagnosticEvent }: EngineEvent) => / RPC finished: /.test(diagnosticEvent?.message ?? "");
  let listed: NotificationResult[] = [];

  const program =
    (token: string, adopt = false) =>
    () => {
      const acme = new quay.Organization("acme", { adopt });
      const web = new quay.Repository("web", { namespace: acme.name, adopt });
      const ops = new quay.Team("ops", { organization: acme.name, adopt });
      const pushes = new quay.RepositoryNotification("Pushes to us", {
        ...{ repository: web.fullName, event: "repo_push", webhook: hook(token), adopt },
      });
      new quay.RepositoryNotification("Builds", {
        ...{ repository: web.fullName, event: "build_failure", quay: { team: ops.name }, adopt },
      });
      new quay.NamespaceNotification("Nearly full", {
        ...{ namespace: acme.name, event: "quota_warning", slack: hook("slack-token"), adopt },
      });
      // Unknown until it is made, so that no preview looks for what is not there yet.
      quay.getNotificationsOutput({ repository: pushes.uuid.apply(() => "acme/web") }).apply((found) => {
        listed = found;
      });
    };

  const stored = (title: string) => {
    const acme = story.quay.store.organization("acme");
    const all = [
      ...(acme?.notifications.values() ?? []),
      ...(story.quay.store.repository("acme", "web")?.notifications.values() ?? []),
    ];
    return all.filter((one) => one.title === title) as [Notification];
  };

  /** Secrets in plain text in the state, in the output, in the engine's events or in a plan. */
  async function leaks(...files: string[]): Promise<string[]> {
    const { text: exported } = await story.pulumi("stack", "export");
    const ours = JSON.stringify(story.events.filter((event) => !isOfSdk(event)));
    const places = [exported, story.stateFile(), story.output, ours];
    const all = [...places, ...files.map((file) => readFileSync(story.file(file), "utf8"))];
    expect(all.filter((text) => !text.includes("Pushes to us"))).toEqual([]);
    const words = ["first-token", "second-token", "their-token", "slack-token"];
    return words.filter((word) => all.some((text) => text.includes(word)));
  }

  const encrypted = { ciphertext: expect.anything() };
  const secretsInState = () => {
    const all = story.state();
    const parts = (name: string, property: string) =>
      (["inputs", "outputs"] as const).map((part) => all[name]?.[part][property]);
    return [
      ...parts("RepositoryNotification Pushes to us", "webhook"),
      ...parts("NamespaceNotification Nearly full", "slack"),
    ];
  };
  const allEncrypted = Array.from({ length: 4 }, () => expect.objectContaining(encrypted));

  it("are made, and their addresses are nowhere in plain text, though the program does not mark them", async () => {
    await story.preview(program("first-token"), { ...loud, plan: story.file("plan.json") } as Options);
    await story.up(program("first-token"), loud);
    expect(stored("Pushes to us")).toMatchObject([{ config: hook("first-token") }]);
    expect(secretsInState()).toEqual(allEncrypted);
    expect(await leaks("plan.json")).toEqual([]);
    expect(listed).toContainEqual(expect.objectContaining({ title: "Pushes to us", failures: 0, active: true }));
    expect(listed).toContainEqual(expect.objectContaining({ title: "Builds", quay: { team: "ops" } }));
  });

  it("that Quay stopped after three failures are drift, and are started again by one request", async () => {
    const [pushes] = stored("Pushes to us");
    pushes.failures = 2;
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    pushes.failures = 3;
    const { changes, steps } = await story.preview(undefined, { refresh: true });
    const name = "RepositoryNotification Pushes to us";
    expect(changes[name]).toEqual({ active: { from: false, to: true } });
    expect(steps.filter((step) => step.startsWith("update"))).toEqual([`update ${name}`]);
    story.requested();
    await story.up(undefined, { refresh: true });
    expect(story.writes()).toEqual([`POST repository/acme/web/notification/${pushes.uuid}`]);
    expect(stored("Pushes to us")).toMatchObject([{ uuid: pushes.uuid, failures: 0 }]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });

  it("of which somebody changed the address show that as [secret], and get it back in one update", async () => {
    stored("Pushes to us")[0].config = hook("their-token");
    await story.refresh(loud);
    expect(secretsInState()).toEqual(allEncrypted);
    const { text, steps } = await story.preview(undefined, { refresh: true, ...loud });
    expect(text).toContain("[secret] => [secret]");
    expect(steps.filter((step) => !step.startsWith("refresh"))).toEqual(["update RepositoryNotification Pushes to us"]);
    await story.up(undefined, { refresh: true, ...loud });
    expect(stored("Pushes to us")).toMatchObject([{ config: hook("first-token") }]);
    expect(await leaks()).toEqual([]);
  });

  it("of which the program changes the address get it, the new one before the old one goes", async () => {
    const [before] = stored("Pushes to us");
    story.requested();
    const { steps } = await story.up(program("second-token"), loud);
    expect(steps).toEqual(["update RepositoryNotification Pushes to us"]);
    expect(story.writes()).toEqual([
      "POST repository/acme/web/notification/",
      `DELETE repository/acme/web/notification/${before.uuid}`,
    ]);
    expect(stored("Pushes to us")).toMatchObject([{ config: hook("second-token") }]);
    const { outputs } = story.state()["RepositoryNotification Pushes to us"] ?? {};
    expect(outputs?.uuid).toBe(stored("Pushes to us")[0].uuid);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(await leaks()).toEqual([]);
  });

  it("are adopted with their addresses encrypted, without a write, and then nothing differs", async () => {
    await story.pulumi("state", "delete", "--all", "--yes");
    story.requested();
    await story.up(program("second-token", true), loud);
    expect(story.writes()).toEqual([]);
    expect(secretsInState()).toEqual(allEncrypted);
    expect((await shownState(story))["NamespaceNotification Nearly full"]).toMatchObject({
      slack: hook("slack-token"),
    });
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    expect(await leaks()).toEqual([]);
  });

  it("are gone after destroy", async () => {
    await story.destroy();
    expect(story.state()).toEqual({});
    expect(stored("Pushes to us")).toEqual([]);
  });
});
