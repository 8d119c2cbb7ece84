import { functions } from "../../../provider/functions";
import { invoke } from "../../../provider/functions/invoke";
import { Connections } from "../../../provider/serve/connections";
import { harness } from "../../harness";
import { hook } from "../../kinds/notifications";

describe("getNotifications", () => {
  const at = harness();
  const connections = new Connections();
  afterAll(() => connections.close());

  const call = (args: Record<string, unknown>) => {
    const settings: Record<string, string> = { "quay:url": at.quay.url, "quay:token": at.quay.token };
    const access = connections.get((key) => settings[key]);
    return invoke(functions, "getNotifications", access, args);
  };
  const about = { event: "repo_push", method: "webhook", config: hook("a-token"), eventConfig: {} };

  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.callQuay("POST /v1/repository", {
      ...{ namespace: "acme", repository: "web", visibility: "private", description: "" },
    });
    at.requested();
  });

  it("lists all of a repository in one request, also those without a title, with their failures", async () => {
    await at.callQuay("POST /v1/repository/acme/web/notification/", { ...about, title: "Pushes" });
    await at.callQuay("POST /v1/repository/acme/web/notification/", about);
    for (const one of at.quay.store.repository("acme", "web")?.notifications.values() ?? []) one.failures = 3;
    at.requested();
    const shown = { event: "repo_push", webhook: hook("a-token"), failures: 3, active: false };
    expect(await call({ repository: "acme/web" })).toEqual({
      result: {
        notifications: ["Pushes", ""].map((title) => ({ ...shown, uuid: expect.any(String), title })),
      },
    });
    expect(at.requested()).toEqual(["GET /v1/repository/{repository}/notification/"]);
  });

  it("lists those of a namespace", async () => {
    await at.callQuay("POST /v1/organization/acme/notifications", { ...about, event: "quota_error", method: "email" });
    expect(await call({ namespace: "acme" })).toMatchObject({
      result: { notifications: [{ title: "", event: "quota_error", email: { address: "" }, active: true }] },
    });
  });

  it("fails where there is nothing to have any, which Quay answers with an empty list", async () => {
    await expect(call({ repository: "acme/missing" })).rejects.toThrow("There is no repository acme/missing.");
    await expect(call({ namespace: "missing" })).rejects.toThrow("There is no organization or user missing.");
    expect(await call({ repository: "acme/web" })).toEqual({ result: { notifications: [] } });
  });

  it("names the feature where notifications of namespaces are switched off", async () => {
    at.quay.features.QUOTA_NOTIFICATIONS = false;
    await expect(call({ namespace: "acme" })).rejects.toThrow("FEATURE_QUOTA_NOTIFICATIONS switched off");
  });

  it("wants either a repository or a namespace", async () => {
    const failures = [{ property: "", reason: "Give either repository or namespace." }];
    expect(await call({})).toEqual({ failures });
    expect(await call({ repository: "acme/web", namespace: "acme" })).toEqual({ failures });
  });
});
