import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeIn } from "../../../cli/adopt/take-in";

const content = { resources: [{ type: "quay:index:Robot", name: "robot", logicalName: "ci", id: "acme+ci" }] };

describe("Taking what was read into the stack", () => {
  const { PATH, TMPDIR } = process.env;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "take-in-"));
    Object.assign(process.env, { PATH: `${folder}${delimiter}${PATH}`, TMPDIR: folder });
  });
  afterEach(() => {
    Object.assign(process.env, { PATH, TMPDIR });
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    rmSync(folder, { recursive: true });
  });

  /** A Pulumi CLI that declares the content, and in the command `waits` waits to be interrupted. */
  function installPulumi(waits: string): void {
    const declared = JSON.stringify(JSON.stringify(content));
    const program = `#!${process.execPath}
const { writeFileSync, rmSync } = require("node:fs");
const [command, ...args] = process.argv.slice(2);
const file = args[args.indexOf("--import-file") + 1];
if (args.includes("--import-file")) writeFileSync(file, ${declared});
else if (command === ${JSON.stringify(waits)}) {
  const running = ${JSON.stringify(folder)} + "/running";
  process.on("SIGINT", () => { rmSync(running); process.exit(1); });
  writeFileSync(running, "");
  setInterval(() => {}, 1000);
}
`;
    writeFileSync(join(folder, "pulumi"), program, { mode: 0o755 });
  }

  it.each([
    ["SIGINT", "import"],
    ["SIGTERM", "import"],
    ["SIGHUP", "preview"],
    ["SIGTERM", "up"],
  ] as const)("ends after %s in pulumi %s with Pulumi, without a file that holds tokens", async (signal, command) => {
    installPulumi(command);
    const listeners = process.listenerCount(signal);
    const said: string[] = [];
    const failure = takeIn(content, { say: (line) => said.push(line) }).catch((error: Error) => error.message);
    while (!existsSync(join(folder, "running"))) await sleep(20);
    process.emit(signal, signal);
    expect(await failure).toBe("Interrupted. Run the same command again to go on.");
    expect(readdirSync(folder)).toEqual(["pulumi"]);
    expect(process.listenerCount(signal)).toBe(listeners);
    expect(said).toContain("Importing 1 entry into the stack.");
  });

  it("is interrupted also between two commands, before the next begins", async () => {
    installPulumi("nothing");
    const say = (line: string) => void (line.startsWith("Importing") && process.emit("SIGTERM", "SIGTERM"));
    await expect(takeIn(content, { say })).rejects.toThrow("Interrupted.");
    expect(readdirSync(folder)).toEqual(["pulumi"]);
  });

  it("says what to do where nothing but a login differs, which no import can take in", async () => {
    installPulumi("nothing");
    const program = readFileSync(join(folder, "pulumi"), "utf8");
    writeFileSync(
      join(folder, "pulumi"),
      `${program}if (command === "preview" && !args.includes("--import-file")) process.exit(1);\n`,
    );
    await expect(takeIn(content, { say: () => {} })).rejects.toThrow(
      "Where it differs by nothing but a login that Quay never shows, run pulumi up, which sends it once.",
    );
  });

  it("says that there is no Pulumi", async () => {
    process.env.PATH = folder;
    await expect(takeIn(content, { say: () => {} })).rejects.toThrow("There is no pulumi on the PATH.");
  });
});
