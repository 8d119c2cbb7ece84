import { spawn } from "node:child_process";

/** The configuration of a Pulumi stack, through the Pulumi CLI. Values go in by stdin, because other users can read arguments. */
export class Stack {
  constructor(
    private readonly name?: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /** Fails with Pulumi's message when there is no such stack. */
  async check(): Promise<string> {
    return (await this.pulumi(["stack", "--show-name"])).trim();
  }

  /** A configuration value; undefined when it is not set. */
  async get(key: string): Promise<string | undefined> {
    return this.pulumi(["config", "get", key]).then(
      (value) => value.trim(),
      (error: Error) => {
        if (/configuration key .* not found/.test(error.message)) return undefined;
        throw error;
      },
    );
  }

  async set(key: string, value: string): Promise<void> {
    await this.pulumi(["config", "set", key], value);
  }

  async setSecret(key: string, value: string): Promise<void> {
    await this.pulumi(["config", "set", "--secret", key], value);
  }

  async remove(key: string): Promise<void> {
    await this.pulumi(["config", "rm", key]);
  }

  private pulumi(args: string[], input = ""): Promise<string> {
    const stack = this.name ? ["--stack", this.name] : [];
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", [...args, ...stack, "--non-interactive"], { env: this.env });
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk) => (stdout += chunk));
      child.stderr.on("data", (chunk) => (stderr += chunk));
      child.once("error", () => reject(new Error("There is no pulumi on the PATH.")));
      child.once("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(errorOf(stderr)))));
      // When pulumi fails early, it closes stdin unread.
      child.stdin.on("error", () => {}).end(input);
    });
  }
}

function errorOf(stderr: string): string {
  const line = stderr.split("\n").find((one) => one.startsWith("error: ")) ?? stderr.trim().split("\n").at(-1) ?? "";
  const words = line.replace(/^error: /, "");
  return words
    ? `Pulumi says: ${words.replace(/[^.!?]$/, "$&.")}`
    : "Pulumi failed without a word. See whether pulumi stack works here.";
}
