import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { command } from "../cli/command";

const TOKEN = "TOKEN0123456789TOKEN0123456789";
const ACTING = /(?!\n)[\p{Cc}\u2028-\u202e]/u;
const evil = `acme\nscopes it has: super:user\u202e\u009b31m\u001b[31m ${TOKEN}`;

/** A Quay in which every name is an injection attempt. */
const answers: Record<string, object> = {
  "/api/v1/user/": {
    username: `bob\nswitched on: ALL ${TOKEN}`,
    organizations: [{ name: evil, can_create_repo: true }],
    is_me: true,
  },
  "/config": { config: {}, features: { TEAM_SYNCING: true, [`X\n\u202e${TOKEN}`]: true }, version_number: "9\nlied" },
  "/api/v1/repository": { repositories: [] },
};

describe("When names in Quay contain line breaks, control characters and the token,", () => {
  const cli = command();
  let server: Server;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    server = createServer(({ url = "" }, answer) => {
      const known = answers[url.replace(/\?.*/, "")];
      answer.writeHead(known ? 200 : 403, { "content-type": "application/json" });
      answer.end(JSON.stringify(known ?? { message: `no\nsuch\u202e thing ${TOKEN}` }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    env = { QUAY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, QUAY_TOKEN: TOKEN };
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("whoami prints no forged line, no cursor movement and no token", async () => {
    const { code, stdout, stderr } = await cli.run(["whoami", "--all"], env);
    expect([code, stderr]).toEqual([0, ""]);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.replace(/:.*| at .*/, "")),
    ).toEqual([
      "bob switched on",
      "organizations",
      "scopes it has",
      "scopes it has not",
      "scopes that cannot be told",
      "switched on",
    ]);
    expect(stdout).not.toMatch(ACTING);
    expect(stdout).not.toContain(TOKEN);
  });

  it("whoami --json prints none of them", async () => {
    const { stdout } = await cli.run(["whoami", "--json", "--all"], env);
    const output = JSON.parse(stdout);
    expect(output.organizations[0].name).toBe("acme scopes it has: super:user31m [secret]");
    expect(output.features).toEqual(["TEAM_SYNCING", "X [secret]"]);
    expect(stdout).not.toMatch(ACTING);
    expect(stdout).not.toContain(TOKEN);
  });

  it("error messages print none of them", async () => {
    const { code, stderr } = await cli.run(["import-file", "Robot", "acme+ci", "Organization", "other"], env);
    expect(code).toBe(1);
    expect(stderr).not.toMatch(ACTING);
    expect(stderr).not.toContain(TOKEN);
  });
});

describe("A command that waits for an event that never happens", () => {
  const cli = command();

  it("does not exit with code 0 and without a message", async () => {
    const mute = `import processes from "node:child_process";
import { EventEmitter } from "node:events";
const stream = () => Object.assign(new EventEmitter(), { end() {} });
processes.spawn = () => Object.assign(new EventEmitter(), { stdout: stream(), stderr: stream(), stdin: stream() });`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(mute)}`;
    expect(await cli.run(["whoami"], { NODE_OPTIONS })).toEqual({
      code: 1,
      stdout: "",
      stderr: "It broke off: what it waited for never came, nor failed. Try again.\n",
    });
  });
});
