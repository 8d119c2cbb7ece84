import { Agent, request } from "node:http";
import fc from "fast-check";
import { exposedOperations } from "../../../adapters/exposed-operations";
import { adapters } from "../adapters";
import { prepare } from "../examples";
import { rows } from "../requirements";

/** Calls over REST; over MCP a tenth. `npm run trouble` runs all of them. */
const numRuns = process.env.npm_lifecycle_event === "trouble" ? 5000 : 500;

const words = [
  ..."repository organization user acme web v1 ops ci alice acme+ci tag manifest security build team robots permissions".split(
    " ",
  ),
  ..."api v1 mirror health notification changevisibility members logs tokens trigger users superuser discovery".split(
    " ",
  ),
  ..."sha256:00 .. . %2e%2e %2F acme%2Fweb %252F %00 %0a %5c %ff % a%20b é \u0001 %3F %23 ; , :@ ~ * __proto__".split(
    " ",
  ),
];
const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const filled = fc
  .tuple(fc.constantFrom(...rows), fc.array(segment, { minLength: 5, maxLength: 5 }))
  .map(([{ path }, values]) => path.replace(/\{\w+\}/g, () => values.pop() ?? ""));
const anyPath = fc.oneof(
  filled,
  fc.array(segment, { maxLength: 8 }).map((parts) => `/${parts.join("/")}`),
  fc.array(segment, { maxLength: 6 }).map((parts) => `/repository/acme/web/${parts.join("/")}`),
);
const properties = [...new Set(exposedOperations.flatMap(({ operation }) => Object.keys(operation.input.shape)))];
const value = fc.oneof(
  fc.constantFrom<unknown>("acme", "web", "v1", "read", "admin", "public", "private", "", null, true, 0, -1, [], {}),
  fc.jsonValue(),
);
const anyObject = fc.dictionary(fc.oneof(fc.constantFrom(...properties, "__proto__", "toString"), fc.string()), value, {
  maxKeys: 5,
});
const anyBody = fc.oneof(
  anyObject.map((object) => JSON.stringify(object)),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  fc.string(),
);
const query = fc.oneof(
  fc.constant(""),
  fc
    .dictionary(fc.constantFrom(...properties), fc.constantFrom("acme", "true", "1", "-1", "%00", ".."))
    .map((values) => `?${new URLSearchParams(values as Record<string, string>)}`),
  fc.string({ maxLength: 20 }).map((text) => `?${text}`),
);

describe("With random input to an adapter, only the sixteen operations reach Quay, and nothing crashes:", () => {
  const at = adapters();
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  beforeEach(() => {
    prepare(at.quay);
    jest.spyOn(console, "error").mockImplementation();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => agent.destroy());

  const reached = new Set(rows.map(({ method, path }) => `${method} /v1${path}`));

  function send(
    url: string,
    method: string,
    path: string,
    body: string,
    type: string,
  ): Promise<{ status: number; text: string }> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const headers = { "content-type": type, "content-length": Buffer.byteLength(body) };
      request({ hostname, port, path, method, headers, agent }, async (answer) => {
        let text = "";
        for await (const chunk of answer) text += chunk;
        resolve({ status: answer.statusCode ?? 0, text });
      })
        .on("error", reject)
        .end(body);
    });
  }

  it("paths, queries and bodies over REST", async () => {
    const url = await at.rest();
    const tally = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"),
        anyPath,
        query,
        anyBody,
        fc.constantFrom("application/json", "application/json", "text/plain"),
        async (method, path, search, body, type) => {
          // What Node's HTTP client refuses to send is sent encoded.
          const address = (path + search).replace(/[^\x21-\x7e]/g, encodeURIComponent);
          const { status, text } = await send(url, method, address, body, type);
          tally.set(status, (tally.get(status) ?? 0) + 1);
          expect(text).not.toContain("Something went wrong in the adapter");
          for (const { route, path: requested } of at.quay.requests.splice(0)) {
            expect(reached).toContain(route);
            expect(requested.split("?")[0]).not.toMatch(/\.\.|%2f|%00|\/\//i);
          }
          if (status >= 400 && method !== "HEAD") expect(JSON.parse(text)).toMatchObject({ status });
          // A repository that was deleted meanwhile is restored, so that later calls are useful.
          if (!at.quay.store.repository("acme", "web")) at.quay.push("acme/web", "v1");
        },
      ),
      { numRuns, endOnFailure: true },
    );
    // Not every request was refused by the HTTP server.
    expect([...tally.keys()]).toEqual(expect.arrayContaining([200, 400, 404]));
    expect(at.lines.filter((line) => line.includes("TypeError"))).toEqual([]);
  }, 300_000);

  it("tool arguments over MCP", async () => {
    const url = await at.mcp();
    const headers = { accept: "application/json, text/event-stream", "content-type": "application/json" };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...rows),
        fc.oneof(
          anyObject,
          fc.record(Object.fromEntries(properties.map((name) => [name, value])), { requiredKeys: [] }),
        ),
        async ({ name, method, path }, args) => {
          const message = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
          const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(message) });
          const { result } = (await answer.json()) as { result: { isError?: boolean; content: { text: string }[] } };
          expect(result.content[0]?.text).not.toContain("Something went wrong in the adapter");
          for (const { route } of at.quay.requests.splice(0)) expect(route).toBe(`${method} /v1${path}`);
        },
      ),
      { numRuns: Math.ceil(numRuns / 10), endOnFailure: true },
    );
  }, 300_000);
});
