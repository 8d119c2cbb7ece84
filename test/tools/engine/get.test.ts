import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { automationInstall, type InstallOptions } from "../../../tools/engine/installer";
import { Computer, installPulumi, pulumiOnly } from "./fakes";

let computer: Computer;
beforeEach(() => {
  computer = new Computer();
});
afterEach(() => computer.remove());

const builds = () => readFileSync(join(computer.root, "built"), "utf8").trim().split("\n");
const remains = () => readdirSync(join(computer.home, "versions"));

describe("Pulumi's installer", () => {
  test("is tried before Go, and its result is found again", async () => {
    computer.installGo();
    const install = async ({ root, version }: InstallOptions) => {
      installPulumi(join(root, "bin"), `v${version}`);
    };
    expect(await computer.find({ install })).toMatchObject({ bin: computer.made, source: "installer" });
    expect(await computer.find()).toMatchObject({ bin: computer.made, source: "cache" });
    expect(existsSync(join(computer.root, "built"))).toBe(false);
  });

  test("is followed by Go when its result does not work", async () => {
    computer.installGo();
    const install = async ({ root }: InstallOptions) => pulumiOnly(join(root, "bin"), "v3.1.0");
    expect(await computer.find({ install })).toMatchObject({ source: "go" });
    expect(computer.results[0]).toContain("is too old");
  });
});

test("is not run when the CLI is already there", async () => {
  const bin = installPulumi(computer.path, "v3.259.0");
  const stop = new AbortController().signal;
  const { mtimeMs } = statSync(join(bin, "pulumi"));
  await automationInstall({ version: "3.259.0", root: dirname(bin), env: computer.env, say: () => {}, stop });
  expect(statSync(join(bin, "pulumi")).mtimeMs).toBe(mtimeMs);
});

describe("Go", () => {
  test("builds the CLI and the language host, and the dynamic provider comes from the npm package", async () => {
    computer.installGo();
    expect(await computer.find()).toEqual({
      root: dirname(computer.made),
      bin: computer.made,
      version: "3.259.0",
      source: "go",
    });
    expect(builds()).toHaveLength(2);
    expect(builds()[1]).toMatch(
      /^build -v -tags osusergo grpcnotrace -trimpath -ldflags -s -w -X \S+version\.Version=v3\.259\.0 -o \S+ tool$/,
    );
    const script = join(computer.made, "pulumi-resource-pulumi-nodejs");
    expect(statSync(script).mode & 0o777).toBe(0o755);
    expect(readFileSync(script, "utf8")).toContain("@pulumi/pulumi/cmd/dynamic-provider");
    expect(remains()).toEqual(["3.259.0"]);
  });

  test("is checked once", async () => {
    computer.installGo();
    await computer.find();
    expect(await computer.find()).toMatchObject({ bin: computer.made, source: "cache" });
    expect(builds()).toHaveLength(2);
  });

  test("replaces a broken file in its place", async () => {
    computer.installGo();
    pulumiOnly(computer.made, "v3.259.0");
    expect(await computer.find()).toMatchObject({ source: "go" });
    expect(await computer.find()).toMatchObject({ source: "cache" });
  });

  test("is reported in its own words when it fails, and leaves nothing behind", async () => {
    computer.installGo("console.error('go: go.mod requires go >= 1.25.11'); process.exit(1);");
    await expect(computer.find()).rejects.toThrow("did not succeed: go: go.mod requires go >= 1.25.11.\n");
    expect(remains()).toEqual([]);
  });

  test("reports progress at most once a second", async () => {
    computer.installGo(`
      for (const _ of "12345") console.error("go: downloading example.org/module v1.0.0");
      write();`);
    // A clock that advances more than half a second with every reading.
    let time = Date.now();
    const now = jest.spyOn(Date, "now").mockImplementation(() => (time += 600));
    await computer.find().finally(() => now.mockRestore());
    const progressLines = computer.printed.filter((line) =>
      line.startsWith("Building the Pulumi CLI 3.259.0 with Go: "),
    );
    expect(progressLines).toEqual(
      [2, 4].map((count) => `Building the Pulumi CLI 3.259.0 with Go: ${count} modules downloaded…`),
    );
  });
});

describe("Ctrl-C", () => {
  test("stops the build and all its child processes, and leaves nothing behind", async () => {
    const pid = join(computer.root, "pid");
    computer.installGo(`
      const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      fs.writeFileSync(${JSON.stringify(pid)}, String(child.pid));
      setInterval(() => {}, 1000);`);
    const others = () => {};
    process.on("SIGINT", others);
    const found = expect(computer.find()).rejects.toThrow("Getting the Pulumi CLI was interrupted by SIGINT.");
    while (!existsSync(pid)) await wait(20);
    process.emit("SIGINT", "SIGINT");
    await found;
    process.off("SIGINT", others);
    await gone(Number(readFileSync(pid, "utf8")));
    expect(remains()).toEqual([]);
  });
});

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      await wait(20);
    } catch {
      return;
    }
  }
}

describe("two concurrent installations", () => {
  test("build once", async () => {
    const goOn = join(computer.root, "go-on");
    computer.installGo(
      `(function writeThen() { fs.existsSync(${JSON.stringify(goOn)}) ? write() : setTimeout(writeThen, 20); })();`,
    );
    const finding = Promise.all([computer.find(), computer.find()]);
    const waits = "Another process is getting the Pulumi CLI: waiting for it…";
    while (!computer.printed.includes(waits)) await wait(20);
    writeFileSync(goOn, "");
    const found = await finding;
    expect(found.map(({ source }) => source).sort()).toEqual(["cache", "go"]);
    expect(builds()).toHaveLength(2);
    expect(computer.printed).toContain(waits);
  });

  test("are not blocked by one that was killed", async () => {
    computer.installGo();
    await computer.find();
    const lock = join(computer.home, "versions", ".3.259.0.lock");
    const aMinuteAgo = Date.now() / 1000 - 60;
    writeFileSync(lock, "");
    utimesSync(lock, aMinuteAgo, aMinuteAgo);
    pulumiOnly(computer.made, "v3.1.0");
    expect(await computer.find()).toMatchObject({ source: "go" });
  });
});
