import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { ClientPool } from "../../../adapters/client-pool";
import { server } from "../../../adapters/mcp/server";
import { RequestLog } from "../../../adapters/request-log";
import { selectTools } from "../../../adapters/selection";
import { settings } from "../../../provider/quay/settings";
import { adapters } from "../adapters";

const ask = (id: unknown, method = "tools/call") => ({
  jsonrpc: "2.0",
  id,
  method,
  ...(method === "tools/call" && { params: { name: "getloggedinuser", arguments: {} } }),
});
const cancel = (requestId?: unknown) => ({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } });
const notification = { jsonrpc: "2.0", method: "notifications/initialized" };

describe("When calls and their cancellations come in one HTTP request,", () => {
  const at = adapters();

  async function post(body: unknown) {
    const answer = await fetch(await at.mcp(), {
      method: "POST",
      headers: { accept: "application/json, text/event-stream", "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text && JSON.parse(text) };
  }

  it.each<[what: string, batch: unknown[]]>([
    ["a call and its cancellation", [ask(1), cancel(1)]],
    ["a cancellation before its call", [cancel(1), ask(1)]],
    ["a call that is cancelled twice", [ask("a"), cancel("a"), cancel("a")]],
    ["a call with the id 0", [ask(0), cancel(0)]],
    ["two calls with one id, cancelled", [ask(1), ask(1), cancel(1)]],
    ["calls that are answered without a request to Quay", [ask(1, "ping"), ask(2, "tools/list"), cancel(1), cancel(2)]],
    ["notifications only", [notification, notification]],
    ["a cancellation of an unknown call", [cancel(7)]],
    ["a cancellation without a request id", [cancel()]],
  ])("%s: the request is answered with 202, and no request is sent to Quay", async (_, batch) => {
    expect(await post(batch)).toEqual({ status: 202, body: "" });
    expect(at.requested()).toEqual([]);
  });

  it("the calls that nobody cancelled are answered", async () => {
    const { status, body } = await post([ask(1), ask(2), cancel(1), cancel("2"), ask(3, "ping")]);
    expect([status, body.map(({ id }: { id: number }) => id)]).toEqual([200, [2, 3]]);
    expect(at.requested()).toEqual(["GET /v1/user/"]);
  });

  it("two calls with the same id are refused before any request is sent", async () => {
    const { status, body } = await post([ask(1), ask(1)]);
    expect([status, body.detail]).toEqual([400, "Two calls of this batch have the same id. Nothing was done."]);
    expect(at.requested()).toEqual([]);
  });

  it("an empty batch is answered as an invalid request, not as accepted", async () => {
    expect(await post([])).toEqual({
      status: 400,
      body: { jsonrpc: "2.0", error: { code: -32600, message: "Invalid Request: the batch is empty." }, id: null },
    });
  });

  it("a body that is not a JSON-RPC message is answered with that error", async () => {
    for (const body of [[null, 1], null, [{ id: 1 }], [ask({}), cancel({})]])
      expect((await post(body)).status).toBe(400);
  });
});

describe("A call that is cancelled while Quay is processing it", () => {
  let slow: HttpServer;
  beforeAll(async () => {
    slow = createServer(() => {}).listen(0, "127.0.0.1");
    await once(slow, "listening");
  });
  afterAll(() => slow.close());

  it("aborts the request to Quay and does not retry it", async () => {
    const { port } = slow.address() as AddressInfo;
    const lines: string[] = [];
    const { token, ...to } = settings(() => undefined, {
      QUAY_URL: `http://127.0.0.1:${port}`,
      QUAY_TOKEN: "some-token",
    });
    const relay = new ClientPool(to, () => {});
    const log = new RequestLog("json", [], (line) => lines.push(line));
    const [theirs, ours] = InMemoryTransport.createLinkedPair();
    const one = server({ clients: relay, log, admission: { allowedHosts: [] } }, selectTools({}), token);
    const client = new Client({ name: "test", version: "1" });
    await Promise.all([one.connect(ours), client.connect(theirs)]);
    const requested = once(slow, "request");
    let requests = 0;
    slow.on("request", () => requests++);
    const stop = new AbortController();
    const call = client.callTool({ name: "getloggedinuser", arguments: {} }, undefined, { signal: stop.signal });
    const refused = expect(call).rejects.toThrow();
    const [, answer] = await requested;
    stop.abort();
    await Promise.all([refused, once(answer, "close")]);
    await new Promise((soon) => setTimeout(soon, 1_000));
    expect(requests).toBe(1);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { operation: "getloggedinuser", status: "error", error: "The caller cancelled it." },
    ]);
    await Promise.all([client.close(), relay.close()]);
  });
});
