import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import path from "node:path";
import { command } from "../cli/command";

const servers = [["rest"], ["mcp"], ["quay"]];

describe("A server", () => {
  const cli = command();
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    // As an installed package: npx looks for the command here.
    const bin = path.join(cli.folder, "node_modules", ".bin");
    await mkdir(bin, { recursive: true });
    await chmod(cli.file, 0o755);
    await symlink(cli.file, path.join(bin, "pulumi-quay"));
    await writeFile(path.join(cli.folder, "package.json"), '{ "name": "project", "private": true }');
  });
  afterEach(() => {
    for (const { pid } of started.splice(0)) {
      try {
        process.kill(-(pid as number), "SIGKILL");
      } catch {
        // It has exited with all its child processes.
      }
    }
  });

  /** Starts a command in a process group of its own, and waits until it serves; its port shows whether it still does. */
  async function serving(file: string, args: string[], stdin: "pipe" | "ignore" = "ignore") {
    const { QUAY_TOKEN, ...env } = process.env;
    const starter = spawn(file, args, { cwd: cli.folder, env, stdio: [stdin, "pipe", "ignore"], detached: true });
    started.push(starter);
    const printed = await new Promise<string>((found) => starter.stdout?.once("data", (text) => found(String(text))));
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? "";
    const agent = new Agent({ keepAlive: true });
    await answers(url, agent);
    return { starter, url };
  }

  const answers = (url: string, agent?: Agent) =>
    new Promise<boolean>((resolve) => {
      get(url, { agent }, (answer) => answer.resume().once("end", () => resolve(true))).once("error", () =>
        resolve(false),
      );
    });

  async function isOver(url: string, attempts = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (!(await answers(url))) return true;
      await new Promise((soon) => setTimeout(soon, 100));
    }
    return false;
  }

  const byNpx = (args: string[]) => serving("npx", ["--no-install", "pulumi-quay", ...args, "--port", "0"]);
  const byShell = (line: string, stdin?: "pipe" | "ignore") => serving("sh", ["-c", line], stdin);

  it.each(servers)("of %s exits, with open connections, when npx receives SIGTERM", async (...args) => {
    const { starter, url } = await byNpx(args);
    starter.kill("SIGTERM");
    expect(await isOver(url)).toBe(true);
  });

  it("exits when npx is killed", async () => {
    const { starter, url } = await byNpx(["rest"]);
    starter.kill("SIGKILL");
    expect(await isOver(url)).toBe(true);
  });

  it("exits when its terminal signals the process group", async () => {
    const { starter, url } = await byNpx(["rest"]);
    process.kill(-(starter.pid as number), "SIGINT");
    expect(await isOver(url)).toBe(true);
  });

  it.each(servers)("of %s exits with the shell in which it runs", async (...args) => {
    const line = `${process.execPath} ${cli.file} ${args.join(" ")} --port 0; true`;
    const { starter, url } = await byShell(line, "pipe");
    starter.kill("SIGTERM");
    expect(await isOver(url)).toBe(true);
  });

  it("started in the background by a script outlives the script", async () => {
    const { starter, url } = await byShell(`${process.execPath} ${cli.file} quay --port 0 & sleep 60`);
    starter.kill("SIGKILL");
    expect(await isOver(url, 20)).toBe(false);
  });

  it("on stdin and stdout exits with npx, also when the agent keeps the streams open", async () => {
    const env = { ...process.env, QUAY_TOKEN: "some-token" };
    const args = ["--no-install", "pulumi-quay", "mcp", "--stdio"];
    const starter = spawn("npx", args, { cwd: cli.folder, env, stdio: ["pipe", "pipe", "inherit"], detached: true });
    started.push(starter);
    starter.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" })}\n`);
    await new Promise((answered) => starter.stdout?.once("data", answered));
    // A pipe is closed when the last process that has it open has exited.
    const closed = new Promise((over) => starter.stdout?.once("close", over));
    starter.kill("SIGTERM");
    await closed;
    expect(starter.stdout?.closed).toBe(true);
  });
});
