import { readdirSync, readFileSync } from "node:fs";

/** What the processes of an operation took, where the system tells: on Linux. */
export interface Seen {
  /** The most that the provider's process ever held at once, in MB. */
  memory?: number;
  /** Seconds of processor time of the engine and the provider together. */
  cpu?: number;
}

/** Watches the Pulumi CLI and its process of dynamic providers, found by a variable that only their environment holds. */
export class Watch {
  private readonly timer = setInterval(() => this.look(), 200);
  private readonly pids: Partial<Record<"engine" | "provider", string>> = {};
  private readonly cpu = { engine: 0, provider: 0 };
  private peak = 0;

  constructor(private readonly mark: string) {}

  end(): Seen {
    clearInterval(this.timer);
    const cpu = this.cpu.engine + this.cpu.provider;
    return { memory: this.peak ? Math.round(this.peak / 1024) : undefined, cpu: cpu || undefined };
  }

  /** The kernel itself keeps peak and sums, so that only what comes after the last look is missed. */
  private look(): void {
    if (!this.pids.engine || !this.pids.provider) this.find();
    for (const who of ["engine", "provider"] as const) {
      // After the name, which may hold anything: utime and stime are the twelfth and thirteenth, in hundredths.
      const fields = text(this.pids[who], "stat").split(") ").at(-1)?.split(" ") ?? [];
      this.cpu[who] = Math.max(this.cpu[who], (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100);
    }
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(text(this.pids.provider, "status")) ?? [];
    this.peak = Math.max(this.peak, Number(kilobytes ?? 0));
  }

  private find(): void {
    for (const pid of processes()) {
      const [command = "", script = ""] = text(pid, "cmdline").split("\0");
      // Node with that script, not the shell that looks for it.
      const who = command.endsWith("pulumi")
        ? "engine"
        : script.includes("cmd/dynamic-provider")
          ? "provider"
          : undefined;
      if (who && !this.pids[who] && text(pid, "environ").includes(this.mark)) this.pids[who] = pid;
    }
  }
}

function processes(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function text(pid: string | undefined, file: string): string {
  try {
    return pid ? readFileSync(`/proc/${pid}/${file}`, "utf8") : "";
  } catch {
    return "";
  }
}
