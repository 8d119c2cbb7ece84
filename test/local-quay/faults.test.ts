import { type Fault, type LocalQuay, startQuay } from "../../local-quay";
import { apiClient } from "./api-client";

const team = "PUT /v1/organization/{orgname}/team/{teamname}";
const putTeam = "PUT /organization/acme/team/ops";

describe("Faults", () => {
  let quay: LocalQuay;
  const ask = apiClient(() => quay);
  beforeAll(async () => {
    quay = await startQuay({ seed: (store) => store.addOrganization("acme") });
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  it.each([429, 500, 502, 503, 504])("a status %i has the HTML page of the proxy", async (status) => {
    quay.fail(team, status);
    expect(await ask(putTeam, { body: { role: "member" } })).toEqual({
      status,
      body: expect.stringContaining("<html>"),
    });
    expect(quay.store.team("acme", "ops")).toBeUndefined();
    expect((await ask(putTeam, { body: { role: "member" } })).status).toBe(200);
  });

  it.each<Fault>(["reset", "half"])("%s breaks the connection", async (fault) => {
    quay.fail(team, fault);
    await expect(ask(putTeam, { body: { role: "member" } })).rejects.toThrow(/fetch failed|terminated/);
  });

  it("a hanging request is never answered, and does not keep the server from closing", async () => {
    const other = await startQuay();
    other.fail("*", "hang");
    const hanging = fetch(`${other.url}/api/v1/user/`);
    hanging.catch(() => {});
    while (!other.requests.length) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.close();
    await expect(hanging).rejects.toThrow();
    expect(other.requests).toEqual([expect.objectContaining({ route: "GET /v1/user/" })]);
    expect(other.requests[0]).not.toHaveProperty("status");
  });

  it("a fault after the write keeps what was written", async () => {
    quay.fail(team, 503, { after: true });
    expect((await ask(putTeam, { body: { role: "creator" } })).status).toBe(503);
    expect(quay.store.team("acme", "ops")?.role).toBe("creator");
  });

  it("can be limited in number and to some requests", async () => {
    quay.fail(team, 500, { times: 2, when: ({ body }) => (body as { role: string }).role === "admin" });
    const statuses = [];
    for (const role of ["member", "admin", "admin", "admin"])
      statuses.push((await ask(putTeam, { body: { role } })).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it("a custom response is sent as it is", async () => {
    quay.fail("*", { status: 418, body: { kettle: true } });
    expect(await ask("GET /user/")).toEqual({ status: 418, body: { kettle: true } });
  });

  it("an unknown route is an error that names the nearest", () => {
    expect(() => quay.fail("PUT /v1/organization/{orgname}/teams/{name}", 500)).toThrow(
      "Did you mean PUT /v1/organization/{orgname}/team/{teamname}?",
    );
  });
});
