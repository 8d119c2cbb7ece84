import { readdirSync, readFileSync } from "node:fs";

/** Memory and processor time of an operation's processes. Only known on Linux. */
export interface ProcessUsage {
  /** Peak memory of the provider's process in MB. */
  memory?: number;
  /** Processor time of engine and provider together, in seconds. */
  cpu?: number;
}

/** Monitors the Pulumi CLI and the process of its provider, which it finds by an environment variable. */
export class ProcessMonitor {
  private readonly timer = setInterval(() => this.sample(), 200);
  private readonly pids: Partial<Record<"engine" | "provider", string>> = {};
  private readonly cpu = { engine: 0, provider: 0 };
  private peak = 0;

  constructor(private readonly variable: string) {}

  end(): ProcessUsage {
    clearInterval(this.timer);
    const cpu = this.cpu.engine + this.cpu.provider;
    return { memory: this.peak ? Math.round(this.peak / 1024) : undefined, cpu: cpu || undefined };
  }

  /** The kernel keeps the peak and the sums, so only usage after the last sample is missed. */
  private sample(): void {
    if (!this.pids.engine || !this.pids.provider) this.findProcesses();
    for (const who of ["engine", "provider"] as const) {
      // Counted after the program name, utime and stime are fields 12 and 13, in hundredths of a second.
      const fields = text(this.pids[who], "stat").split(") ").at(-1)?.split(" ") ?? [];
      this.cpu[who] = Math.max(this.cpu[who], (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100);
    }
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(text(this.pids.provider, "status")) ?? [];
    this.peak = Math.max(this.peak, Number(kilobytes ?? 0));
  }

  private findProcesses(): void {
    for (const pid of processes()) {
      const [command = "", script = ""] = text(pid, "cmdline").split("\0");
      // Node with that script, not the shell that starts it.
      const who = command.endsWith("pulumi")
        ? "engine"
        : /cmd\/dynamic-provider|pulumi-resource-quay$/.test(script)
          ? "provider"
          : undefined;
      if (who && !this.pids[who] && text(pid, "environ").includes(this.variable)) this.pids[who] = pid;
    }
  }
}

/** Resident memory in MB of a process, or of the one that it started. Only known on Linux. */
export function residentMemory(pid: number | undefined): number | undefined {
  const [child] = text(`${pid}`, `task/${pid}/children`).split(" ");
  if (child) return residentMemory(Number(child));
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(text(`${pid}`, "status")) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
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
