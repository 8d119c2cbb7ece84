import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { quayName } from "../../../provider/lifecycle/origin";
import { harness, type State } from "../../harness";

describe("The name of a Quay", () => {
  const named = (url: string, registry = new URL(url).host) => quayName({ url, registry });

  it.each([
    "https://quay.example.com",
    "https://QUAY.example.com/",
    "https://quay.example.com:443",
    "http://quay.example.com:80",
  ])("is the same in every spelling (%s)", (url) => {
    expect(named(url)).toBe("quay.example.com");
    expect(named("http://localhost:8080", `${new URL(url).host}/`)).toBe("quay.example.com");
  });

  it("includes the path of the URL: two Quays under one host are two", () => {
    expect(named("https://example.com/a")).not.toBe(named("https://example.com/b"));
  });
});

describe("An address other than the name of its Quay, such as a port-forward", () => {
  const at = harness();
  let other: LocalQuay;
  let target = "";
  const forward = createServer((incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const to = request(`${target}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(to);
  });
  beforeAll(async () => {
    other = await startQuay();
    await new Promise<void>((listening) => forward.listen(0, "127.0.0.1", listening));
  });
  afterAll(async () => {
    forward.closeAllConnections();
    forward.close();
    await other.close();
  });

  const settings = (registry: string) => ({
    "quay:url": `http://127.0.0.1:${(forward.address() as AddressInfo).port}`,
    "quay:registry": registry,
  });
  const forced = (state: State): State => ({ ...state, outputs: { ...state.outputs, forceDelete: true } });

  it("that leads to another Quay later: nothing is read, changed or deleted there", async () => {
    const production = settings("quay.prod.example");
    target = at.quay.url;
    at.quay.hostname = "quay.prod.example";
    const state = await at.run("Organization", production).create({ name: "acme" });
    expect(await at.run("Organization", production).refresh(state)).toEqual(state);

    target = other.url;
    other.hostname = "quay.staging.example";
    other.store.addOrganization("acme", other.store.user("admin"));
    other.requests.splice(0);
    const theirs = { ...production, "quay:token": other.token };
    for (const ask of [
      () => at.run("Organization", theirs).refresh(state),
      () => at.run("Organization", theirs).update(state, { name: "acme", email: "a@b.example" }),
      () => at.run("Organization", theirs).delete(forced(state)),
    ]) {
      await expect(ask()).rejects.toThrow(
        "of the Quay quay.prod.example, and the settings lead to quay.staging.example",
      );
    }
    expect(other.requests.map(({ route }) => route)).toEqual(["GET /config", "GET /config", "GET /config"]);
    expect(other.store.organization("acme")).toBeDefined();
  });

  it("whose images have a registry name that the Quay does not know is identified by the name that Quay reports", async () => {
    target = at.quay.url;
    at.quay.hostname = "quay.acme.example";
    const images = settings("images.acme.example");
    const state = await at.run("Organization", images).create({ name: "acme" });
    expect(state.origin).toMatchObject({ quay: "images.acme.example", server: "quay.acme.example" });
    expect(await at.run("Organization", images).refresh(state)).toEqual(state);
    at.quay.hostname = "quay.acme.example:443";
    await at.run("Organization", images).delete(state);
    expect(at.quay.store.organization("acme")).toBeUndefined();
  });

  it("of a Quay that reports no name: nothing is deleted that another provider manages", async () => {
    target = at.quay.url;
    const old = await at.run("Organization").create({ name: "acme", adopt: true });
    const up = at.operation();
    await up.beside("Organization", settings("images.acme.example")).create({ name: "acme", adopt: true });
    at.quay.fail("GET /config", 500, { times: Number.POSITIVE_INFINITY });
    await expect(up.run("Organization").delete(forced(old))).rejects.toThrow("Could not delete Organization acme");
    expect(at.quay.store.organization("acme")).toBeDefined();
  });

  it("of a Quay that no longer reports its name is refused", async () => {
    target = at.quay.url;
    at.quay.hostname = "quay.acme.example";
    const images = settings("images.acme.example");
    const state = await at.run("Organization", images).create({ name: "acme" });
    at.quay.fail("GET /config", 404, { times: 9 });
    await expect(at.run("Organization", images).delete(forced(state))).rejects.toThrow("Could not delete");
    expect(at.quay.store.organization("acme")).toBeDefined();
  });
});
