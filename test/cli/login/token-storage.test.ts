import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { findEngine, temporaryWorkspace } from "../../../tools/engine";
import { FakeBrowser } from "./fake-browser";
import { fakePulumi } from "./fake-pulumi";
import { logins } from "./logins";

const run = promisify(execFile);

describe("Login that stores the token in a stack", () => {
  const at = logins();

  it("reports before the browser opens that there is no stack to store the token in", async () => {
    const { code, stderr } = await at.login([], { PATH: "" }).ended;
    expect([code, stderr]).toEqual([
      1,
      "The token could not be kept in a stack. There is no pulumi on the PATH. Or use --print.\n",
    ]);
  });

  it("passes the token to Pulumi by stdin, never as an argument", async () => {
    const pulumi = await fakePulumi();
    const running = at.login([], pulumi.env);
    await at.redirected(running);
    const { code, stdout, stderr } = await running.ended;
    expect([code, stdout, stderr]).toEqual([
      0,
      "",
      expect.stringContaining("The token is quay:token of the stack now."),
    ]);
    expect(at.quay.store.tokens.has(await pulumi.secret())).toBe(true);
    expect(await pulumi.calls()).toEqual([
      "stack --show-name",
      "config get quay:url",
      "config set quay:url",
      "config set --secret quay:token",
    ]);
    await pulumi.remove();
  });

  it("keeps quay:url in the stack after a failure, and uses it with QUAY_TOKEN", async () => {
    const [idle, dead, full] = [
      await fakePulumi(),
      await fakePulumi(),
      await fakePulumi("echo error: disk is full >&2; exit 1"),
    ];
    expect((await at.login(["--wait", "1"], idle.env).ended).code).toBe(1);
    expect(await idle.calls()).toEqual(["stack --show-name", "config get quay:url"]);
    const refused = at.login([], dead.env);
    await at.redirected(refused, "dead-and-gone-for-good");
    expect((await refused.ended).code).toBe(1);
    expect(await dead.calls()).toEqual(["stack --show-name", "config get quay:url"]);
    const broken = at.login([], full.env);
    expect((await at.redirected(broken)).status).toBe(502);
    const { code, stderr } = await broken.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining("Pulumi says: disk is full. Or use --print.")]);
    expect((await full.calls()).slice(2)).toEqual([
      "config set quay:url",
      "config set --secret quay:token",
      "config rm quay:url",
    ]);
    for (const pulumi of [idle, dead, full]) await pulumi.remove();
  });

  it("stores the token encrypted in a real stack, from which whoami reads it, and only for that Quay", async () => {
    const { env, dir: folder, remove } = await temporaryWorkspace(await findEngine());
    const own = { ...process.env, ...env };
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: acme\nruntime: nodejs\n");
    await run("pulumi", ["stack", "init", "dev", "--non-interactive"], { cwd: folder, env: own });
    const running = at.login([], env, folder);
    const browser = new FakeBrowser(at.quay);
    await browser.handOver(await browser.consent(await at.addressIn(running)));
    expect(await running.ended).toMatchObject({ code: 0, stdout: "" });
    const kept = await readFile(path.join(folder, "Pulumi.dev.yaml"), "utf8");
    expect(kept).toMatch(/quay:token:\n\s+secure: v1:/);
    expect(kept).toContain(`quay:url: ${at.quay.url}`);
    const token = (await run("pulumi", ["config", "get", "quay:token"], { cwd: folder, env: own })).stdout.trim();
    expect(at.quay.store.tokens.get(token)?.user.name).toBe("admin");
    expect(kept).not.toContain(token);
    expect((await at.cli.run(["whoami"], env, folder)).stdout).toContain(`admin at ${at.quay.url}`);
    const withUrl = await at.cli.run(["whoami", "--url", "https://quay.example.com"], env, folder);
    expect([withUrl.code, withUrl.stderr]).toEqual([
      1,
      expect.stringContaining(`The stack's token is for ${at.quay.url}`),
    ]);
    const other = await at.cli.run(["login", "quay.example.com", "--client-id", "x", "--no-browser"], env, folder);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining(`The stack's Quay is ${at.quay.url}`)]);
    await remove();
  });
});
