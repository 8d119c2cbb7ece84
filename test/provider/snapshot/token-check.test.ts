import type { Call } from "../../../provider/quay/client/call";
import { QuayError } from "../../../provider/quay/client/errors";
import { Quay } from "../../../provider/quay/client/quay";
import { TokenCheck } from "../../../provider/snapshot/token-check";
import { fastRetries, harness } from "../../harness";

describe("The validity of the token", () => {
  const at = harness();
  const get: Call = { method: "GET", path: "/v1/organization/acme/members", repeatable: true, provesToken: true };
  let quay: Quay;
  let token: TokenCheck;

  beforeEach(() => {
    at.quay.store.addOrganization("acme");
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 60, concurrency: 4 };
    quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => undefined });
    token = new TokenCheck(quay);
  });
  afterEach(() => quay.close());

  it("is checked once while nothing fails, for all concurrent callers", async () => {
    await Promise.all([token.check(), token.check()]);
    at.quay.fail("*", 429);
    await quay.send(get);
    at.requested();
    await token.check();
    expect(at.requested()).toEqual([]);
  });

  it.each([
    ["a lost connection", "reset"],
    ["an outage", 503],
    ["an HTML page", "html"],
    ["a response that is not Quay's", { status: 404, body: { error: "not found" } }],
    ["a 401 to a token that was accepted before", 401],
  ] as const)("is checked again after %s", async (_, fault) => {
    await quay.send(get);
    await token.check();
    at.quay.fail("*", fault);
    await quay.send(get);
    at.requested();
    await token.check();
    await token.check();
    expect(at.requested()).toEqual(["POST /v1/organization/"]);
  });

  it("is checked again after a response without a required property", async () => {
    await token.check();
    quay.noteMalformedAnswer();
    at.requested();
    await token.check();
    expect(at.requested()).toEqual(["POST /v1/organization/"]);
  });

  it.each([
    ["an HTML page", { status: 403, type: "text/html", body: "<html><title>Forbidden</title></html>" }],
    ["JSON that is not Quay's", { status: 403, body: { error: "forbidden" } }],
    ["an empty body", { status: 400 }],
    ["a message", { status: 400, body: { message: "bad request" } }],
    ["a message", { status: 403, body: { message: "Forbidden" } }],
    ["a successful create", { status: 201, body: "Created" }],
  ])("is not proven by a proxy that answers with %s", async (_, answer) => {
    at.quay.fail("POST /v1/organization/", answer, { times: Number.POSITIVE_INFINITY });
    await expect(token.check()).rejects.toBeInstanceOf(QuayError);
  });
});
