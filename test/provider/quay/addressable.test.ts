import { readdirSync } from "node:fs";
import path from "node:path";
import { routes } from "../../../local-quay/routes";
import { whyUnaddressable } from "../../../provider/quay/addressable";
import { Quay } from "../../../provider/quay/client/quay";
import type { Operation } from "../../../provider/quay/operation";
import { fastRetries, harness } from "../../harness";

const folder = path.join(__dirname, "../../../provider/quay/api");
const operations: [string, Operation][] = readdirSync(folder)
  .flatMap((file) => Object.entries(require(path.join(folder, file)) as Record<string, Operation>))
  .filter(([, exported]) => exported.route?.includes("{repository}"));

const names = routes.api.map(({ name }) => name);

describe("A repository name that Quay's API routes to another resource", () => {
  it("is found for every word that follows a repository in a route of Quay", () => {
    const words = new Set(
      names.flatMap((name) => /^\w+ \/v1\/repository\/\{repository\}\/([^/]+)/.exec(name)?.[1] ?? []),
    );
    expect(words.size).toBeGreaterThan(15);
    expect(
      [...words].filter((word) => !whyUnaddressable(`acme/web/${word}`) || !whyUnaddressable(`acme/web/${word}/x`)),
    ).toEqual([]);
  });

  it("is found for every name that would match another route of Quay", () => {
    const fixed = names.flatMap((name) => name.split("/").slice(2)).filter((part) => /^\w/.test(part));
    const reached = (method: string, repository: string) =>
      routes.api.find((route) => route.method === method && route.pattern.test(`/v1/repository/${repository}`))?.name;
    for (const part of new Set(fixed)) {
      for (const name of [part, `${part}/x`, `x/${part}`, `x/${part}/y`, `x/${part}/y/z`]) {
        if (whyUnaddressable(`acme/${name}`)) continue;
        for (const method of ["GET", "PUT", "DELETE"]) {
          expect([name, reached(method, `acme/${name}`)]).toEqual([name, `${method} /v1/repository/{repository}`]);
        }
      }
    }
  });

  it("is not one that begins with such a word or only resembles it", () => {
    const safe = ["web", "tag", "tag/v1", "x/tags", "x/builder", "x/y/latest"];
    expect(safe.filter((name) => whyUnaddressable(`acme/${name}`))).toEqual([]);
  });

  it("is explained by the word and the resource that would be reached", () => {
    expect(whyUnaddressable("acme/a/tag/v1")).toBe(
      "Quay's API cannot safely address repository acme/a/tag/v1: tag is a word of the API, so /tag/v1 would be read as something " +
        "inside repository acme/a.",
    );
    expect(whyUnaddressable("mirror/health")).toContain("the health of all mirrors");
    expect(whyUnaddressable("acme/a/image/0d1e")).toContain("image is a word of the API");
  });
});

describe("An operation of Quay", () => {
  const at = harness();
  let quay: Quay;
  beforeEach(() => {
    at.quay.store.addOrganization("acme");
    at.quay.push("acme/a", "v1");
    const settings = { url: at.quay.url, token: at.quay.token, registry: "x", timeoutSeconds: 60, concurrency: 4 };
    quay = new Quay(settings, { retryPolicy: fastRetries, notice: () => {} });
  });
  afterEach(() => quay.close());

  it("has a repository exactly when its path does", () => {
    expect(operations.map(([name]) => name)).toEqual(expect.arrayContaining(["deleteRepository", "deleteFullTag"]));
    expect(operations.length).toBeGreaterThan(12);
  });

  it.each(operations)(
    "%s sends no request for a repository that is routed to another resource",
    async (_, operation) => {
      const input = { repository: "acme/a/tag/v1", tag: "v1", username: "x", teamname: "x", manifestref: "sha256:00" };
      await expect(operation(quay, input)).rejects.toThrow("cannot safely address repository acme/a/tag/v1");
      expect(at.requested()).toEqual([]);
      expect(at.quay.store.repository("acme", "a")?.tags).toHaveLength(1);
    },
  );
});
