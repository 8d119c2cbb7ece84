import { createHash, generateKeyPairSync } from "node:crypto";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { keyless } from "../../../sdk";
import { Process, Run, type State } from "../../harness";
import { TokenIssuer } from "../../token-issuer";

/** The whole way of a workload: from the token of its issuer over a login of the robot to an image. */
describe("A workload with the identity of a RobotFederation", () => {
  let issuer: TokenIssuer;
  let stranger: TokenIssuer;
  let quay: LocalQuay;
  let state: State;
  beforeAll(async () => {
    [issuer, stranger] = await Promise.all([new TokenIssuer("/_services/token").listen(), new TokenIssuer().listen()]);
    const certificateAuthorities = [issuer.caCertificate, stranger.caCertificate];
    quay = await startQuay({
      certificateAuthorities,
      seed(store) {
        const acme = store.addOrganization("acme");
        const ci = store.addRobot(acme, "ci");
        store.addRobot(acme, "idle");
        store.grant(store.addRepository(acme, "web"), ci, "write");
        store.grant(store.addRepository(acme, "base"), ci, "read");
        store.addRepository(acme, "secret");
      },
    });
  });
  beforeEach(async () => {
    quay.reset();
    issuer.calledItself = undefined;
    quay.push("acme/base", "v1");
    quay.push("acme/secret", "v1");
    const identities = [
      keyless.github({ repository: "acme/web", ref: "refs/heads/main", issuer: issuer.url }),
      keyless.github({ repository: "acme/web", environment: "prod:eu", issuer: issuer.url }),
    ];
    state = await run((federation) => federation.create({ robot: "acme+ci", identities }));
  });
  afterAll(async () => {
    issuer.close();
    stranger.close();
    await quay.close();
  });

  async function run<Result>(operation: (federation: Run) => Promise<Result>): Promise<Result> {
    const process = new Process();
    try {
      return await operation(new Run("RobotFederation", quay, {}, process));
    } finally {
      await process.close();
    }
  }

  const main = "repo:acme/web:ref:refs/heads/main";
  const basic = (name: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
  });

  async function exchange(token: string, robot = "acme+ci", headers: Record<string, string> = basic(robot, token)) {
    const answer = await fetch(`${quay.url}/oauth2/federation/robot/token`, { headers });
    const text = await answer.text();
    return { status: answer.status, ...(text.startsWith("{") ? JSON.parse(text) : {}) };
  }

  /** What Docker and Podman send to log in for an action on a repository. */
  async function loggedIn(password: string, repository: string, actions: string) {
    const scope = `repository:${repository}:${actions}`;
    const answer = await fetch(`${quay.url}/v2/auth?scope=${scope}`, { headers: basic("acme+ci", password) });
    if (!answer.ok) return { status: answer.status };
    const { token } = (await answer.json()) as { token: string };
    return { status: answer.status, headers: { authorization: `Bearer ${token}` } };
  }

  async function pull(password: string, repository: string): Promise<number> {
    const { status, headers } = await loggedIn(password, repository, "pull");
    if (!headers) return status;
    return (await fetch(`${quay.url}/v2/${repository}/manifests/v1`, { headers })).status;
  }

  async function push(password: string, repository: string): Promise<number> {
    const { status, headers } = await loggedIn(password, repository, "pull,push");
    if (!headers) return status;
    const config = "{}";
    const digest = `sha256:${createHash("sha256").update(config).digest("hex")}`;
    const blobs = `${quay.url}/v2/${repository}/blobs/uploads/?digest=${digest}`;
    const blob = await fetch(blobs, { method: "POST", headers, body: config });
    if (!blob.ok) return blob.status;
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const manifest = { schemaVersion: 2, mediaType, config: { digest, size: 2 }, layers: [] };
    const put = await fetch(`${quay.url}/v2/${repository}/manifests/v1`, {
      method: "PUT",
      headers: { ...headers, "content-type": mediaType },
      body: JSON.stringify(manifest),
    });
    return put.status;
  }

  it.each([main, "repo:acme/web:environment:prod%3Aeu"])(
    "%s pulls and pushes what the robot may, and no more",
    async (subject) => {
      const { status, token } = await exchange(issuer.token(subject));
      expect(status).toBe(200);
      expect(await push(token, "acme/web")).toBe(201);
      expect(await pull(token, "acme/web")).toBe(200);
      expect(await pull(token, "acme/base")).toBe(200);
      expect(await push(token, "acme/base")).toBe(401);
      expect(await pull(token, "acme/secret")).toBe(401);
      expect(quay.store.log.map(({ kind, metadata }) => [kind, metadata])).toContainEqual([
        "federated_robot_token_exchange",
        { issuer: issuer.url, subject, robot: "ci" },
      ]);
    },
  );

  it("gets in for an hour, and its own token is no password", async () => {
    const identity = issuer.token(main);
    expect(await pull(identity, "acme/base")).toBe(401);
    const { token } = await exchange(identity);
    const now = Date.now();
    const clock = jest.spyOn(Date, "now").mockReturnValue(now + 59 * 60_000);
    expect(await pull(token, "acme/base")).toBe(200);
    clock.mockReturnValue(now + 61 * 60_000);
    expect(await pull(token, "acme/base")).toBe(401);
    clock.mockRestore();
  });

  const refused: [string, () => string, string][] = [
    ["another branch", () => issuer.token("repo:acme/web:ref:refs/heads/next"), "Token does not match robot"],
    ["a name that only begins like it", () => issuer.token(`${main}-2`), "Token does not match robot"],
    ["another issuer", () => stranger.token(main), "not configured for this robot"],
    [
      "another issuer under the name of the right one",
      () => stranger.token(main, { iss: issuer.url }, { header: { kid: "unknown" } }),
      "",
    ],
    [
      "a foreign key",
      () => issuer.token(main, {}, { key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey }),
      "Invalid token: Signature verification failed",
    ],
    ["no signature", () => issuer.token(main).replace(/[^.]*$/, ""), "Invalid token: Signature verification failed"],
    ["an algorithm without keys", () => issuer.token(main, {}, { header: { alg: "none" } }), "The specified alg value"],
    ["no key named", () => issuer.token(main, {}, { header: { kid: undefined } }), "Missing `kid` header"],
    ["an expired token", () => issuer.token(main, { exp: seconds(-60) }), "Invalid token: Signature has expired"],
    ["a token without an end", () => issuer.token(main, { exp: undefined }), 'Token is missing the "exp" claim'],
    ["a token without a beginning", () => issuer.token(main, { iat: undefined }), 'Token is missing the "iat" claim'],
    ["a token of the future", () => issuer.token(main, { iat: seconds(60) }), "The token is not yet valid (iat)"],
    ["no issuer", () => issuer.token(main, { iss: undefined }), "Token does not contain issuer"],
    ["something that is no token", () => "a.b.c", ""],
  ];
  const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;

  it.each(refused)("with %s gets no login", async (_, token, reason) => {
    const { status, message = "", token: password } = await exchange(token());
    expect({ status, message, password }).toEqual({
      status: reason ? 400 : 500,
      message: expect.stringContaining(reason),
      password: undefined,
    });
  });

  it("of the wrong audience gets no login where Quay knows the audience, which its API never tells it", async () => {
    const foreign = issuer.token(main, { aud: ["sts.amazonaws.com"] });
    expect((await exchange(foreign)).status).toBe(200);
    const [first] = quay.store.robot("acme+ci")?.federation ?? [];
    if (first) first.audiences = ["quay"];
    expect(await exchange(foreign)).toEqual({ status: 400, message: "Invalid token: Audience doesn't match" });
    expect((await exchange(issuer.token(main, { aud: undefined }))).message).toContain('missing the "aud" claim');
    for (const aud of ["quay", ["other", "quay"]])
      expect((await exchange(issuer.token(main, { aud }))).status).toBe(200);
  });

  it("gets no login as another robot, and none after the resource is deleted", async () => {
    expect(await exchange(issuer.token(main), "acme+idle")).toEqual({
      status: 400,
      message: "Robot does not have federated login configured",
    });
    expect(await exchange(issuer.token(main), "acme+none")).toEqual({
      status: 400,
      message: "Could not find robot with specified username",
    });
    await run((federation) => federation.delete(state));
    expect((await exchange(issuer.token(main))).message).toBe("Robot does not have federated login configured");
  });

  it("gets no login when its issuer calls itself otherwise, or cannot be reached over HTTPS that Quay trusts", async () => {
    issuer.calledItself = "https://elsewhere.example.com";
    expect((await exchange(issuer.token(main))).message).toBe(
      `Invalid token: Issuer '${issuer.url}' not in configured issuers: ['https://elsewhere.example.com']`,
    );
    const federation = quay.store.robot("acme+ci")?.federation ?? [];
    const untrusted = await new TokenIssuer().listen();
    for (const url of [untrusted.url, "https://localhost:1", issuer.url.replace("https", "http")]) {
      federation.push({ issuer: url, subject: main });
      expect((await exchange(issuer.token(main, { iss: url }))).status).toBe(500);
    }
    expect(untrusted.requested).toEqual([]);
    untrusted.close();
  });

  it.each([
    ["no credentials", {}, "No auth header"],
    ["a bearer token", { authorization: "Bearer abc" }, "Invalid basic auth header"],
    ["bytes that are no text", { authorization: "Basic /w==" }, "Could not parse basic auth header"],
    ["no password", { authorization: "Basic YWJj" }, "Unexpected number of credentials found in basic auth header"],
    ["a user", basic("alice", "password"), "Invalid robot"],
  ])("with %s gets no login", async (_, headers, error) => {
    expect(await exchange("", "", headers as Record<string, string>)).toEqual({ status: 401, error });
  });
});
