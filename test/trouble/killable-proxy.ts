import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process in front of a Quay. When it is killed, requests in transit are lost; Quay keeps its data. */
export class KillableProxy {
  private child?: ChildProcess;
  private port = 0;

  constructor(
    private readonly quay: { url: string },
    private readonly milliseconds: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts, or restarts at the same address. */
  async start(): Promise<void> {
    if (this.child) return;
    const args = [this.port, new URL(this.quay.url).port, this.milliseconds].map(String);
    const child = fork(join(__dirname, "proxy-process.js"), args, { silent: true, execArgv: [] });
    this.child = child;
    const [printed] = await once(child.stdout as NodeJS.ReadableStream, "data");
    this.port = Number(printed);
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
}
