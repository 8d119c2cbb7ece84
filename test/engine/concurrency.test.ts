import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as quay from "pulumi-quay";
import { Story } from "./stack";

/** A slow proxy to Quay: every request takes some time, so that concurrent requests overlap. */
async function longWay(to: string) {
  let open = 0;
  const way = { most: 0, url: "", server: undefined as unknown as Server };
  way.server = createServer((incoming, outgoing) => {
    way.most = Math.max(way.most, ++open);
    outgoing.on("close", () => open--);
    setTimeout(() => {
      const { method, headers, url = "" } = incoming;
      const onward = request(to + url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    }, 40);
  }).listen(0, "127.0.0.1");
  await once(way.server, "listening");
  way.url = `http://127.0.0.1:${(way.server.address() as AddressInfo).port}`;
  return way;
}

describe("Sixty resources at once", () => {
  const story = new Story();
  let way: Awaited<ReturnType<typeof longWay>>;
  beforeAll(async () => {
    way = await longWay(story.quay.url);
    story.environment({ QUAY_URL: way.url });
  });
  afterAll(() => {
    way.server.closeAllConnections();
    way.server.close();
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
    expect(way.most).toBeGreaterThan(1);
    expect(way.most).toBeLessThanOrEqual(8);
    expect(Object.keys(story.state())).toHaveLength(60);
  });

  it("are refreshed concurrently and with the settings from the first call on, teams by no request of their own", async () => {
    way.most = 0;
    await story.refresh();
    expect(way.most).toBeGreaterThan(1);
    expect(way.most).toBeLessThanOrEqual(8);
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
