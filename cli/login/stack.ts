import { pulumi } from "../pulumi";

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

  private pulumi(args: string[], input?: string): Promise<string> {
    return pulumi([...args, ...(this.name ? ["--stack", this.name] : [])], { env: this.env, input });
  }
}
