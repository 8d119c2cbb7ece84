import { spawn } from "node:child_process";

/** The settings of a Pulumi stack, through its command line. Secrets go in by stdin: arguments can be seen by others. */
export class Stack {
  constructor(
    private readonly name?: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /** Fails, in Pulumi's words, when there is no stack to speak of. */
  async check(): Promise<string> {
    return (await this.pulumi(["stack", "--show-name"])).trim();
  }

  /** A setting; undefined when it is not set. */
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
      let out = "";
      let said = "";
      child.stdout.on("data", (chunk) => (out += chunk));
      child.stderr.on("data", (chunk) => (said += chunk));
      child.once("error", () => reject(new Error("There is no pulumi on the PATH.")));
      child.once("close", (code) => (code === 0 ? resolve(out) : reject(new Error(lastWords(said)))));
      // A pulumi that fails early reads nothing.
      child.stdin.on("error", () => {}).end(input);
    });
  }
}

function lastWords(said: string): string {
  const line = said.split("\n").find((one) => one.startsWith("error: ")) ?? said.trim().split("\n").at(-1) ?? "";
  const words = line.replace(/^error: /, "");
  return words
    ? `Pulumi says: ${words.replace(/[^.!?]$/, "$&.")}`
    : "Pulumi failed without a word. See whether pulumi stack works here.";
}
