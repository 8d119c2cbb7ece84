import { harness, type State } from "../../harness";
import { prepare } from "../../kinds";
import type { Properties } from "../../kinds/specimen";

const read = "GET /v1/organization/{orgname}/proxycache";
const made = "POST /v1/organization/{orgname}/proxycache";
const tried = "POST /v1/organization/{orgname}/validateproxycache";
const deleted = "DELETE /v1/organization/{orgname}/proxycache";
const always = { times: Number.POSITIVE_INFINITY };

describe("A change of a ProxyCache", () => {
  const at = harness("dynamic", { uncounted: "GET /config" });
  const least = { organization: "acme", upstream: "docker.io" };
  const login = { username: "puller", password: "open sesame" };
  const full = { ...least, ...login };
  const wrong = { ...full, password: "close sesame" };
  const stored = () => at.quay.store.organization("acme")?.proxyCache;
  let state: State;
  const update = (program: Properties, before = state) => at.run("ProxyCache").update(before, program);
  const failure = (program: Properties, before = state): Promise<string> =>
    update(program, before).then(
      () => "",
      (error) => error.message,
    );
  const other = { ...least, username: "other", password: "open barley", expirationSeconds: 60 };
  const before = { upstream_registry: "docker.io", expiration_s: 86_400, insecure: false, ...login };
  const after = { ...before, expiration_s: 60, username: "other", password: "open barley" };

  beforeEach(async () => {
    await prepare(at.quay, "ProxyCache");
    at.quay.remoteRegistries["docker.io"] = { logins: { puller: "open sesame", other: "open barley" } };
    state = await at.run("ProxyCache").create(full);
    at.requested();
  });

  it("to a login that the registry refuses leaves the one before in force with its login, and says so", async () => {
    const message = await failure({ ...wrong, expirationSeconds: 60 });
    expect(at.requested()).toEqual([deleted, tried, made]);
    expect(stored()).toEqual(before);
    expect(message).toContain("Could not update ProxyCache acme: Quay refused POST");
    expect(message).toMatch(
      /username and password are wrong there, or Quay cannot reach it\. The one before is in force again, with its login\.$/,
    );
    expect(message).not.toContain("sesame");
    expect(await at.run("ProxyCache").diff(state, wrong)).toEqual({ replaces: [], deleteBeforeReplace: false });
    await update(other);
    expect(stored()).toEqual(after);
  });

  it("of one that was adopted says that what is in force again has no login", async () => {
    const adopted = await at.run("ProxyCache").create({ ...least, adopt: true });
    expect(await failure({ ...wrong, adopt: true }, adopted)).toMatch(
      /The one before is in force again, without a login: the state has none, and Quay never shows one\.$/,
    );
    expect(stored()).toEqual({ ...before, username: null, password: null });
  });

  it("that Quay refuses, like what was before, says that there is none; refresh drops it, and up makes it anew", async () => {
    at.quay.fail(made, 400, { times: 1 });
    const message = await failure(wrong);
    expect(message).toContain("username and password are wrong there, or Quay cannot reach it. Making the one before");
    expect(message).toMatch(/ again failed too: Quay refused POST .* \(400\)\. acme is no proxy cache now: .*\.$/);
    expect(stored()).toBeUndefined();
    expect(await at.run("ProxyCache").refresh(state)).toBeUndefined();
    await at.run("ProxyCache").create(full);
    expect(stored()).toEqual(before);
  });

  it("that left none is made by the next up without a refresh too", async () => {
    at.quay.fail(made, 400, { times: 1 });
    await failure(wrong);
    await update(other);
    expect(stored()).toEqual(after);
  });

  it("that Quay refuses to begin leaves everything, and says so", async () => {
    at.quay.fail(deleted, 403, { times: 1 });
    expect(await failure(other)).toMatch(/\(403\)\..* The one before is still in force\.$/);
    expect(stored()).toEqual(before);
  });

  describe.each([deleted, tried, made])("with %s", (route) => {
    it.each(["reset", "half", 502] as const)("whose answer is lost (%s) is carried out", async (fault) => {
      for (const isDone of [false, true]) {
        at.quay.fail(route, fault, { times: 1, after: isDone });
        const updated = await update(other);
        expect(stored()).toEqual(after);
        state = await update(full, updated);
        expect(stored()).toEqual(before);
      }
    });
  });

  it.each([
    ["is not carried out, says that the one before is still in force", false],
    ["is carried out, goes on", true],
  ])("whose delete never answers and %s", async (_, isDone) => {
    at.quay.fail(deleted, "reset", { ...always, after: isDone });
    const message = await failure(other);
    expect(message).toMatch(isDone ? /^$/ : /The one before is still in force\.$/);
    expect(stored()).toEqual(isDone ? after : before);
  });

  it("whose delete never answers, while Quay shows nothing, says that it is not known", async () => {
    at.quay.fail(deleted, "reset", { ...always, after: true });
    at.quay.fail(read, 500, always);
    expect(await failure(other)).toMatch(/Quay does not tell which one is in force now: .*\.$/);
  });

  it("that cannot be tried leaves the one before in force with its login", async () => {
    at.quay.fail(tried, "reset", always);
    expect(await failure(other)).toMatch(/The one before is in force again, with its login\.$/);
    expect(stored()).toEqual(before);
  });

  it("that is never answered, and not carried out, says that there is none", async () => {
    at.quay.fail(made, "half", always);
    expect(await failure(other)).toMatch(/acme is no proxy cache now: .*\.$/);
    expect(stored()).toBeUndefined();
  });

  it("that is carried out and never answered, while Quay shows nothing, does not say which one is in force", async () => {
    at.quay.fail(made, "reset", { ...always, after: true });
    at.quay.fail(read, 500, always);
    expect(await failure(other)).toMatch(/Quay does not tell which one is in force now: .*\.$/);
    expect(stored()).toEqual(after);
  });

  it("during which somebody else made one leaves theirs, and says so", async () => {
    at.quay.fail(deleted, 404, always);
    const message = await failure(other);
    expect(message).toMatch(/One of docker\.io stands, with a login that is not known: run pulumi up again\.$/);
    expect(stored()).toEqual(before);
  });

  it("that was interrupted after the delete is healed: refresh drops it, and up makes it anew", async () => {
    await at.callQuay("DELETE /v1/organization/acme/proxycache");
    expect(await at.run("ProxyCache").refresh(state)).toBeUndefined();
    await at.run("ProxyCache").create(other);
    expect(stored()).toEqual(after);
  });
});
