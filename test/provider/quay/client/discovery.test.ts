import { readdirSync } from "node:fs";
import path from "node:path";
import { createOrganization, getOrganization } from "../../../../provider/quay/api/organization";
import { changeUserPermissions } from "../../../../provider/quay/api/permission";
import { deleteOrganizationPrototypePermission } from "../../../../provider/quay/api/prototype";
import { getRepo } from "../../../../provider/quay/api/repository";
import { getOrgRobot } from "../../../../provider/quay/api/robot";
import { listRepoTags } from "../../../../provider/quay/api/tag";
import { updateOrganizationTeam } from "../../../../provider/quay/api/team";
import { getLoggedInUser } from "../../../../provider/quay/api/user";
import { UnsupportedOperation } from "../../../../provider/quay/client/discovery";
import { Quay } from "../../../../provider/quay/client/quay";
import type { Operation } from "../../../../provider/quay/operation";
import { fastRetries, harness } from "../../../harness";

describe("An operation that this Quay does not have", () => {
  const at = harness();
  let quay: Quay;
  const requested = (route: string) => at.requested().filter((one) => one === route).length;
  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.callQuay("POST /v1/repository", {
      repository: "web",
      namespace: "acme",
      visibility: "private",
      description: "",
    });
    at.requested();
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 60, concurrency: 4 };
    quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => {} });
  });
  afterEach(() => quay.close());

  const team = { orgname: "acme", teamname: "ops", role: "member" } as const;
  const repository = "acme/web";

  it.each([
    ["405 in JSON", updateOrganizationTeam, () => updateOrganizationTeam(quay, team)],
    ["an HTML page, 405", createOrganization, () => createOrganization(quay, { name: "b" })],
    ["an HTML page, 404", getLoggedInUser, () => getLoggedInUser(quay, {})],
    ["an HTML page, 404", listRepoTags, () => listRepoTags(quay, { repository })],
    ["a redirect", getOrganization, () => getOrganization(quay, { orgname: "acme" })],
    [
      "an error about a repository's description",
      changeUserPermissions,
      () => changeUserPermissions(quay, { repository, username: "admin", role: "read" }),
    ],
  ])("answered with %s, is named with its route", async (_, operation, call) => {
    at.quay.leaveOut(operation.route);
    const error = await call().then(
      () => undefined,
      (error) => error,
    );
    expect(error).toBeInstanceOf(UnsupportedOperation);
    expect(error).toMatchObject({ ambiguous: false });
    expect(error.message).toBe(
      `This Quay does not have the operation ${operation.nickname} (${operation.route}): its /api/v1/discovery does not ` +
        "list it. Quay has to be upgraded, or the feature that the operation belongs to switched on.",
    );
    expect(requested("GET /v1/discovery")).toBe(1);
  });

  it("costs one request for the list of operations, however often it is called", async () => {
    at.quay.leaveOut(updateOrganizationTeam.route);
    for (let i = 0; i < 3; i++) await expect(updateOrganizationTeam(quay, team)).rejects.toThrow("does not have");
    expect(requested("GET /v1/discovery")).toBe(1);
  });

  it("is distinguished from a missing object without requesting that list", async () => {
    await expect(getOrganization(quay, { orgname: "umbrella" })).rejects.toThrow("Not Found (404)");
    await expect(getRepo(quay, { repository: "acme/api" })).rejects.toThrow("Not Found (404)");
    await expect(listRepoTags(quay, { repository: "acme/api" })).rejects.toThrow("Not Found (404)");
    await expect(getOrgRobot(quay, { orgname: "acme", robot_shortname: "ci" })).rejects.toThrow("(400)");
    const gone = { orgname: "acme", prototypeid: "a" };
    await expect(deleteOrganizationPrototypePermission(quay, gone)).rejects.toThrow("Not Found (404)");
    expect(requested("GET /v1/discovery")).toBe(0);
  });

  it("is distinguished from a response of a proxy in front of Quay", async () => {
    for (const status of [404, 405]) {
      at.quay.fail(updateOrganizationTeam.route, { status, body: "<html>", type: "text/html" }, { times: 9 });
      await expect(updateOrganizationTeam(quay, team)).rejects.toThrow("Either something in front of it is in trouble");
    }
    at.quay.fail("*", { status: 404, body: "<html>", type: "text/html" }, { times: Number.POSITIVE_INFINITY });
    at.requested();
    await expect(updateOrganizationTeam(quay, team)).rejects.toThrow("Either something in front of it is in trouble");
    expect(requested("GET /v1/discovery")).toBeLessThanOrEqual(1);
  });

  it("is looked up again after a failure to read the discovery document", async () => {
    at.quay.leaveOut(updateOrganizationTeam.route);
    for (const fault of [403, "reset", "html", { status: 200, body: { paths: {} } }] as const) {
      at.quay.fail("GET /v1/discovery", fault);
      await expect(updateOrganizationTeam(quay, team)).rejects.toThrow("The method is not allowed");
    }
    await expect(updateOrganizationTeam(quay, team)).rejects.toThrow("does not have the operation");
  });
});

it("operations have the nicknames by which they are exported", () => {
  const api = path.join(__dirname, "../../../../provider/quay/api");
  const exported = readdirSync(api).flatMap((file) =>
    Object.entries<Partial<Operation>>(require(path.join(api, file))),
  );
  const named = exported.filter(([, { route }]) => route).map(([name, { nickname }]) => ({ name, nickname }));
  expect(named.length).toBeGreaterThan(50);
  expect(named).toEqual(named.map(({ name }) => ({ name, nickname: name })));
});
