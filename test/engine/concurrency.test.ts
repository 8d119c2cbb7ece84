import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as quay from "pulumi-quay";
import { Story } from "./stack";

/** A slow proxy to Quay: every request takes some time, so that concurrent requests overlap. */
async function slowProxy(to: string) {
  let open = 0;
  const proxy = { most: 0, url: "", server: undefined as unknown as Server };
  proxy.server = createServer((incoming, outgoing) => {
    proxy.most = Math.max(proxy.most, ++open);
    outgoing.on("close", () => open--);
    setTimeout(() => {
      const { method, headers, url = "" } = incoming;
      const forwarded = request(to + url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(forwarded);
    }, 40);
  }).listen(0, "127.0.0.1");
  await once(proxy.server, "listening");
  proxy.url = `http://127.0.0.1:${(proxy.server.address() as AddressInfo).port}`;
  return proxy;
}

describe("Sixty resources at once", () => {
  const story = new Story();
  let proxy: Awaited<ReturnType<typeof slowProxy>>;
  beforeAll(async () => {
    proxy = await slowProxy(story.quay.url);
    story.environment({ QUAY_URL: proxy.url });
  });
  afterAll(() => {
    proxy.server.closeAllConnections();
    proxy.server.close();
  });

  const organizations = Array.from({ length: 12 }, (_, number) => `acme-${number}`);

  function program() {
    for (const name of organizations) {
      const acme = new quay.Organization(name);
      for (const team of ["ops", "dev"]) new quay.Team(`${name}-${team}`, { organization: acme.name, name: team });
      for (const web of ["web", "api"]) new quay.Repository(`${name}-${web}`, { namespace: acme.name, name: web });
    }
  }

  it("are created with one write each, several concurrently but not more than eight", async () => {
    await story.up(program);
    expect(story.requested()).toHaveLength(60);
    expect(proxy.most).toBeGreaterThan(1);
    expect(proxy.most).toBeLessThanOrEqual(8);
    expect(Object.keys(story.state())).toHaveLength(60);
  });

  it("are refreshed concurrently and with the settings from the first call on, teams by no request of their own", async () => {
    proxy.most = 0;
    await story.refresh();
    expect(proxy.most).toBeGreaterThan(1);
    expect(proxy.most).toBeLessThanOrEqual(8);
    expect(story.quay.requests.filter(({ status }) => status !== 200)).toEqual([]);
    const requested = story.requested();
    expect(requested.filter((route) => route === "GET /v1/organization/{orgname}")).toHaveLength(12);
    expect(requested.length).toBeLessThanOrEqual(36);
    expect(Object.keys(story.state())).toHaveLength(60);
  });

  it("are destroyed", async () => {
    await story.destroy();
    expect(story.quay.store.organizations()).toEqual([]);
    expect(story.state()).toEqual({});
  });
});
