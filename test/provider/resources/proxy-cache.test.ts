import { harness, type State } from "../../harness";
import { prepare } from "../../kinds";
import { laws } from "../../laws";

laws("ProxyCache");

const read = "GET /v1/organization/{orgname}/proxycache";
const made = "POST /v1/organization/{orgname}/proxycache";
const tried = "POST /v1/organization/{orgname}/validateproxycache";
const deleted = "DELETE /v1/organization/{orgname}/proxycache";
const always = { times: Number.POSITIVE_INFINITY };

const at = harness("dynamic", { uncounted: "GET /config" });
const least = { organization: "acme", upstream: "docker.io" };
const login = { username: "puller", password: "open sesame" };
const full = { ...least, ...login };
const wrong = { ...full, password: "close sesame" };
const stored = () => at.quay.store.organization("acme")?.proxyCache;

const failure = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => "",
    (error) => error.message,
  );

beforeEach(async () => {
  await prepare(at.quay, "ProxyCache");
  at.quay.remoteRegistries["docker.io"] = { logins: { puller: "open sesame", other: "open barley" } };
  at.requested();
});

describe("ProxyCache", () => {
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
    const message = await failure(at.run("ProxyCache").create(wrong));
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
    const message = await failure(at.run("ProxyCache").create({ ...least, upstream }));
    expect(message).toContain(words);
    expect(message).toMatch(new RegExp(`upstream: Quay does not connect to ${upstream}\\.$`));
    expect(stored()).toBeUndefined();
  });

  it("is refused where tags are immutable, and the reason tells what to do", async () => {
    at.quay.push("acme/web", "v1");
    await at.callQuay("PUT /v1/repository/acme/web/tag/v1", { immutable: true });
    expect(await failure(at.run("ProxyCache").create(least))).toMatch(
      /immutable tags exist \(400\)\. Repositories of acme hold tags that are immutable: free or delete those first\.$/,
    );
  });

  it("of an organization that does not exist is refused by name to superusers too", async () => {
    expect(await failure(at.run("ProxyCache").create({ ...least, organization: "nowhere" }))).toMatch(
      /There is no organization nowhere\.$/,
    );
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

describe("A change of a ProxyCache", () => {
  let state: State;
  const update = (program: object, before = state) => at.run("ProxyCache").update(before, { ...program });
  const other = { ...least, username: "other", password: "open barley", expirationSeconds: 60 };
  const before = { upstream_registry: "docker.io", expiration_s: 86_400, insecure: false, ...login };
  const after = { ...before, expiration_s: 60, username: "other", password: "open barley" };

  beforeEach(async () => {
    state = await at.run("ProxyCache").create(full);
    at.requested();
  });

  it("to a login that the registry refuses leaves the one before in force with its login, and says so", async () => {
    const message = await failure(update({ ...wrong, expirationSeconds: 60 }));
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
    expect(await failure(update({ ...wrong, adopt: true }, adopted))).toMatch(
      /The one before is in force again, without a login: the state has none, and Quay never shows one\.$/,
    );
    expect(stored()).toEqual({ ...before, username: null, password: null });
  });

  it("that Quay refuses, like what was before, says that there is none; refresh drops it, and up makes it anew", async () => {
    at.quay.fail(made, 400, { times: 1 });
    const message = await failure(update(wrong));
    expect(message).toContain("username and password are wrong there, or Quay cannot reach it. Making the one before");
    expect(message).toMatch(/ again failed too: Quay refused POST .* \(400\)\. acme is no proxy cache now: .*\.$/);
    expect(stored()).toBeUndefined();
    expect(await at.run("ProxyCache").refresh(state)).toBeUndefined();
    await at.run("ProxyCache").create(full);
    expect(stored()).toEqual(before);
  });

  it("that left none is made by the next up without a refresh too", async () => {
    at.quay.fail(made, 400, { times: 1 });
    await failure(update(wrong));
    await update(other);
    expect(stored()).toEqual(after);
  });

  it("that Quay refuses to begin leaves everything, and says so", async () => {
    at.quay.fail(deleted, 403, { times: 1 });
    expect(await failure(update(other))).toMatch(/\(403\)\..* The one before is still in force\.$/);
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
    const message = await failure(update(other));
    expect(message).toMatch(isDone ? /^$/ : /The one before is still in force\.$/);
    expect(stored()).toEqual(isDone ? after : before);
  });

  it("whose delete never answers, while Quay shows nothing, says that it is not known", async () => {
    at.quay.fail(deleted, "reset", { ...always, after: true });
    at.quay.fail(read, 500, always);
    expect(await failure(update(other))).toMatch(/Quay does not tell which one is in force now: .*\.$/);
  });

  it("that cannot be tried leaves the one before in force with its login", async () => {
    at.quay.fail(tried, "reset", always);
    expect(await failure(update(other))).toMatch(/The one before is in force again, with its login\.$/);
    expect(stored()).toEqual(before);
  });

  it("that is never answered, and not carried out, says that there is none", async () => {
    at.quay.fail(made, "half", always);
    expect(await failure(update(other))).toMatch(/acme is no proxy cache now: .*\.$/);
    expect(stored()).toBeUndefined();
  });

  it("that is carried out and never answered, while Quay shows nothing, does not say which one is in force", async () => {
    at.quay.fail(made, "reset", { ...always, after: true });
    at.quay.fail(read, 500, always);
    expect(await failure(update(other))).toMatch(/Quay does not tell which one is in force now: .*\.$/);
    expect(stored()).toEqual(after);
  });

  it("during which somebody else made one leaves theirs, and says so", async () => {
    at.quay.fail(deleted, 404, always);
    const message = await failure(update(other));
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
