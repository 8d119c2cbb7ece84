import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { beginLogin, neededByKinds, parseScopes } from "../../../cli/login/authorize";
import { FakeBrowser } from "./fake-browser";
import { logins } from "./logins";

describe("Login", () => {
  const at = logins();

  it("prints only the token on stdout, and the user on stderr", async () => {
    const running = at.login(["--print", "--scope", "repo:read"]);
    const userBrowser = new FakeBrowser(at.quay);
    await userBrowser.handOver(await userBrowser.consent(await at.addressIn(running)));
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(0);
    const token = at.quay.store.tokens.get(stdout.trim());
    expect([...(token?.scopes ?? [])]).toEqual(["repo:read", "user:read"]);
    expect(stderr).toContain(`Logged in to ${at.quay.url} as admin.\n`);
    expect(stderr).not.toContain(stdout.trim());
  });

  it("does not ask for consent twice: Quay redirects at once when the scopes were granted before", async () => {
    for (const _ of [1, 2]) {
      const running = at.login(["--print"]);
      const userBrowser = new FakeBrowser(at.quay);
      await userBrowser.handOver(await userBrowser.consent(await at.addressIn(running)));
      expect((await running.ended).code).toBe(0);
    }
    expect([...at.quay.store.tokens.values()].filter(({ application }) => application)).toHaveLength(2);
  });

  it("ignores callbacks with a wrong state and keeps waiting", async () => {
    const running = at.login(["--print"]);
    const address = await at.addressIn(running);
    const userBrowser = new FakeBrowser(at.quay);
    const back = await userBrowser.consent(address);
    const forged = new URL(back);
    forged.searchParams.set("state", "x".repeat(43));
    expect((await userBrowser.handOver(forged)).status).toBe(403);
    expect((await userBrowser.handOver(back, { origin: "http://evil.example" })).status).toBe(403);
    expect((await userBrowser.handOver(back, { host: "evil.example" })).status).toBe(403);
    expect((await fetch(`${forged.origin}/?error=authorization_denied&state=${"y".repeat(43)}`)).status).toBe(403);
    expect((await userBrowser.handOver(back)).status).toBe(200);
    expect((await running.ended).code).toBe(0);
  });

  it("does not put its state into the browser's arguments: a one-time page of its own redirects", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-browser-"));
    const opened = path.join(folder, "opened");
    const browser = path.join(folder, process.platform === "darwin" ? "open" : "xdg-open");
    await writeFile(browser, `#!/bin/sh\necho "$@" > ${opened}.new && mv ${opened}.new ${opened}\n`);
    await chmod(browser, 0o755);
    const args = ["login", at.quay.url, "--client-id", at.clientId, "--port", "0", "--print"];
    const running = at.cli.start(args, { PATH: `${folder}${path.delimiter}${process.env.PATH}` });
    const authorize = await at.addressIn(running);
    const read = () => readFile(opened, "utf8").catch(() => "");
    while ((await read()) === "") await new Promise((soon) => setTimeout(soon, 20));
    const address = (await read()).trim();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/login$/);
    const led = await fetch(address, { redirect: "manual" });
    expect([led.status, led.headers.get("location")]).toEqual([302, authorize]);
    expect((await fetch(address, { redirect: "manual" })).status).toBe(403);
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toContain("was opened twice, perhaps by somebody else");
    await rm(folder, { recursive: true });
  });

  it("exits with a message when the user refuses consent", async () => {
    const running = at.login(["--print"]);
    const userBrowser = new FakeBrowser(at.quay);
    const page = await fetch(await userBrowser.consent(await at.addressIn(running), "denyapp"));
    expect(await page.text()).toContain("The application was not authorized.");
    expect(await running.ended).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("The application was not authorized."),
    });
  });

  it("exits with a message when Quay's error code is the name of a property of every object", async () => {
    const running = at.login(["--print"]);
    const { searchParams } = new URL(await at.addressIn(running));
    const page = await fetch(`${searchParams.get("redirect_uri")}&error=constructor`);
    expect(await page.text()).toContain("Quay refused: constructor.");
    expect(await running.ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Quay refused: constructor."),
    });
  });

  it("names the redirect URI that the application must have", async () => {
    const running = at.login(["--print"]);
    const address = await at.addressIn(running);
    const { origin } = new URL(new URL(address).searchParams.get("redirect_uri") ?? "");
    const application = at.quay.store.organization("acme")?.applications.get(at.clientId);
    if (application) application.redirect_uri = `${origin}/other`;
    const page = await fetch(await new FakeBrowser(at.quay).consent(address));
    expect(await page.text()).toContain(`Set the redirect URI of the application to ${origin}/ in Quay`);
  });

  it("exits with a message when the token is not accepted, when there is none, and when the wait times out", async () => {
    const [dead, empty, nobody] = [at.login(["--print"]), at.login(["--print"]), at.login(["--print", "--wait", "1"])];
    const userBrowser = new FakeBrowser(at.quay);
    const back = await userBrowser.consent(await at.addressIn(dead));
    back.hash = "#access_token=dead-and-gone-for-good";
    expect((await userBrowser.handOver(back)).status).toBe(502);
    expect(await dead.ended).toMatchObject({ code: 1, stderr: expect.stringContaining("Requires authentication") });
    const without = await userBrowser.consent(await at.addressIn(empty));
    without.hash = "";
    expect((await userBrowser.handOver(without)).status).toBe(400);
    expect(await empty.ended).toMatchObject({ code: 1, stderr: expect.stringContaining("without a token") });
    expect(await nobody.ended).toMatchObject({ code: 1, stderr: expect.stringContaining("Nobody came back") });
  });

  it("keeps waiting for the browser while Quay is slow to identify the token's user", async () => {
    const running = at.login(["--print", "--wait", "5"]);
    at.quay.fail("GET /v1/user/", { status: 429, headers: { "retry-after": "6" } });
    expect((await at.redirected(running)).status).toBe(200);
    const { code, stdout, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("Nobody came back")]);
    expect(at.quay.store.tokens.has(stdout.trim())).toBe(true);
  });

  it("continues when Quay never identifies the token's user", async () => {
    const running = at.login(["--print", "--timeout", "1"]);
    at.quay.fail("GET /v1/user/", "hang", { times: 9 });
    expect((await at.redirected(running)).status).toBe(502);
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/no answer to .*: it took longer than --timeout\.\n$/),
    ]);
  });

  it("does not exit while an idle connection is open", async () => {
    for (const said of ["", "GET / HTTP/1.1\r\nhost: "]) {
      const running = at.login(["--print"]);
      const userBrowser = new FakeBrowser(at.quay);
      const back = await userBrowser.consent(await at.addressIn(running));
      const silent = connect(Number(back.port), "127.0.0.1").on("error", () => {});
      await once(silent, "connect");
      silent.write(said);
      expect((await userBrowser.handOver(back)).status).toBe(200);
      expect((await running.ended).code).toBe(0);
      silent.destroy();
    }
  });

  it("accepts two tokens that arrive at the same moment", async () => {
    const running = at.login(["--print"]);
    at.quay.fail("GET /v1/user/", { status: 429, headers: { "retry-after": "1" } });
    const userBrowser = new FakeBrowser(at.quay);
    const back = await userBrowser.consent(await at.addressIn(running));
    const answers = await Promise.all([userBrowser.handOver(back), userBrowser.handOver(back)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout.trim().split("\n").length, stderr.match(/Logged in/g)]).toEqual([0, 1, ["Logged in"]]);
  });

  it("requests the scopes that the kinds need, and always user:read", () => {
    expect(neededByKinds).toEqual(["repo:admin", "repo:create", "org:admin", "user:admin"]);
    expect(parseScopes("repo:read, org:admin")).toEqual(["repo:read", "org:admin", "user:read"]);
    expect(parseScopes("user:admin")).toEqual(["user:admin"]);
    for (const none of ["", "constructor", "__proto__"]) expect(() => parseScopes(none)).toThrow("Quay has no scope");
    const { authorize, state } = beginLogin("https://quay.example.com", "ABC", ["repo:read"], "http://127.0.0.1:7829/");
    const { origin, pathname, searchParams } = new URL(authorize);
    expect(origin + pathname).toBe("https://quay.example.com/oauth/authorize");
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: "token",
      realm: "realm",
      client_id: "ABC",
      scope: "repo:read",
      redirect_uri: `http://127.0.0.1:7829/?state=${state}`,
      state,
    });
    expect(state.length).toBeGreaterThan(40);
  });
});
