import { harness, type State } from "../../harness";
import { prepare } from "../../kinds";
import type { Properties } from "../../kinds/specimen";
import { laws } from "../../laws";

laws("ProxyCache");

const least = { organization: "acme", upstream: "docker.io" };
const login = { username: "puller", password: "open sesame" };
const full = { ...least, ...login };

describe("ProxyCache", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const read = "GET /v1/organization/{orgname}/proxycache";
  const made = "POST /v1/organization/{orgname}/proxycache";
  const tried = "POST /v1/organization/{orgname}/validateproxycache";
  const deleted = "DELETE /v1/organization/{orgname}/proxycache";
  const stored = () => at.quay.store.organization("acme")?.proxyCache;
  const refusal = (program: Properties): Promise<string> =>
    at
      .run("ProxyCache")
      .create(program)
      .then(
        () => "",
        (error) => error.message,
      );

  beforeEach(async () => {
    await prepare(at.quay, "ProxyCache");
    at.quay.remoteRegistries["docker.io"] = { logins: { puller: "open sesame" } };
    at.requested();
  });

  it("costs two requests to make, one to read, three to change and one to delete", async () => {
    const state = await at.run("ProxyCache").create(full);
    expect(at.requested()).toEqual([tried, made]);
    expect(await at.run("ProxyCache").refresh(state)).toEqual(state);
    expect(at.requested()).toEqual([read]);
    const changed = await at.run("ProxyCache").update(state, { ...full, expirationSeconds: 60 });
    expect(at.requested()).toEqual([deleted, tried, made]);
    await at.run("ProxyCache").delete(changed);
    expect(at.requested()).toEqual([deleted]);
  });

  it("is tried and made with all that the program says, and what Quay then shows has no login", async () => {
    await at.run("ProxyCache").create({ ...full, expirationSeconds: 0, insecure: true });
    const body = {
      upstream_registry: "docker.io",
      upstream_registry_username: "puller",
      upstream_registry_password: "open sesame",
      expiration_s: 0,
      insecure: true,
    };
    expect(at.quay.requests.filter(({ method }) => method === "POST").map((one) => one.body)).toEqual([body, body]);
    expect(await at.callQuay("GET /v1/organization/acme/proxycache")).toEqual({
      upstream_registry: "docker.io",
      expiration_s: 0,
      insecure: true,
    });
  });

  it("with a login that the registry refuses is not made, and the reason names the inputs and no value of the password", async () => {
    const message = await refusal({ ...full, password: "close sesame" });
    expect(message).toContain("Could not create ProxyCache acme: ");
    expect(message).toContain("Failed login to remote registry. Please verify entered details and try again (400).");
    expect(message).toMatch(/ docker\.io: username and password are wrong there, or Quay cannot reach it\.$/);
    expect(message).not.toContain("sesame");
    expect(at.requested()).toEqual([tried]);
    expect(stored()).toBeUndefined();
  });

  it.each([
    ["localhost:5000/base", "is not allowed"],
    ["missing.example.invalid", "Cannot resolve hostname"],
  ])("of %s, which Quay connects to nowhere, is refused by name", async (upstream, words) => {
    const message = await refusal({ ...least, upstream });
    expect(message).toContain(words);
    expect(message).toMatch(new RegExp(`upstream: Quay does not connect to ${upstream}\\.$`));
    expect(stored()).toBeUndefined();
  });

  it("is refused where tags are immutable, and the reason tells what to do", async () => {
    at.quay.push("acme/web", "v1");
    await at.callQuay("PUT /v1/repository/acme/web/tag/v1", { immutable: true });
    expect(await refusal(least)).toMatch(
      /immutable tags exist \(400\)\. Repositories of acme hold tags that are immutable: free or delete those first\.$/,
    );
  });

  it("of an organization that does not exist is refused by name to superusers too", async () => {
    expect(await refusal({ ...least, organization: "nowhere" })).toMatch(/There is no organization nowhere\.$/);
  });

  it("is told from an organization that does not exist, which Quay shows to superusers as one that is none", async () => {
    const native = (organization: string) => at.process()("ProxyCache").get(organization);
    await expect(native("acme")).rejects.toThrow("Could not read ProxyCache acme: There is none in Quay.");
    const state = await at.run("ProxyCache").create(least);
    await at.callQuay("DELETE /v1/organization/acme");
    at.requested();
    expect(await at.run("ProxyCache").refresh(state)).toBeUndefined();
    expect(at.requested()).toContain("GET /v1/organization/{orgname}");
  });

  it("made without an expiration is shown as one that never asks again", async () => {
    await at.callQuay("POST /v1/organization/acme/proxycache", { upstream_registry: "docker.io", expiration_s: null });
    const { outputs } = await at.run("ProxyCache").create({ ...least, adopt: true });
    expect(outputs).toMatchObject({ expirationSeconds: 0 });
  });

  it("that is deleted leaves the repositories that pulls made", async () => {
    const state = await at.run("ProxyCache").create(full);
    at.quay.push("acme/library/alpine", "3.20");
    await at.run("ProxyCache").delete(state);
    expect(stored()).toBeUndefined();
    expect(at.quay.store.repository("acme", "library/alpine")?.tags).toHaveLength(1);
  });
});

describe.each(["dynamic", "native"] as const)("A preview of the %s provider", (face) => {
  const at = harness(face, { uncounted: "GET /config" });
  beforeEach(() => prepare(at.quay, "ProxyCache"));
  const notices = async (state: State, program: object) => {
    const run = at.run("ProxyCache");
    await run.diff(state, { ...program });
    return run.notices;
  };

  it("tells that a change makes a cache without a login whose login is known to nobody but Quay", async () => {
    await at.run("ProxyCache").create(full);
    const adopting = { ...least, adopt: true };
    const adopted = await at.run("ProxyCache").create(adopting);
    expect(await notices(adopted, { ...adopting, expirationSeconds: 60 })).toEqual([
      "ProxyCache acme is made anew, without a login, since the program gives none. If it has one, which Quay never shows, " +
        "give it as username and password.",
    ]);
    expect(await notices(adopted, adopting)).toEqual([]);
    expect(await notices(adopted, { ...adopting, ...login })).toEqual([]);
  });

  it("tells nothing of that where the stack gave the login, and a refresh neither", async () => {
    const state = await at.run("ProxyCache").create(full);
    expect(await notices(state, { ...full, expirationSeconds: 60 })).toEqual([]);
    const run = at.run("ProxyCache");
    const without = await at.run("ProxyCache").update(state, least);
    await run.compare({ ...without, inputs: { ...without.inputs, expirationSeconds: 60 } });
    expect(run.notices).toEqual([]);
  });
});
