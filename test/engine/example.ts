import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LocalQuay } from "../quay";
import { type Place, type Printed, patience, place, pulumi, quayResources, stackName, stateFile } from "./place";

const examples = join(__dirname, "..", "..", "examples");

/** One of the examples in a folder of its own, in which files may be changed and programs be run. Its Quay is its own. */
export class Example {
  private place!: Place;

  constructor(private readonly name: string) {
    beforeAll(() => this.begin(), patience);
    afterAll(() => this.place?.leave());
  }

  get quay(): LocalQuay {
    return this.place.quay;
  }

  /** What the CLI, and all else that is run here, finds in its environment; may be changed at any time. */
  get env(): Record<string, string> {
    return this.place.env;
  }

  /** `pulumi` with these words behind it, which has to succeed. Answers with what it printed. */
  async done(...words: string[]): Promise<string> {
    const { ok, text } = await this.pulumi(...words);
    if (!ok) throw new Error(`pulumi ${words.join(" ")}\n${text}`);
    return text;
  }

  pulumi(...words: string[]): Promise<Printed> {
    return pulumi(this.place, [...words, "--color", "never"]);
  }

  /** Any other program. */
  run(file: string, ...args: string[]): Promise<Printed> {
    const options = { cwd: this.place.dir, env: { ...process.env, ...this.env }, maxBuffer: 1 << 26 };
    return new Promise((resolve) => {
      execFile(file, args, options, (error, out, err) => resolve({ text: out + err, ok: !error }));
    });
  }

  state() {
    return quayResources(stateFile(this.place));
  }

  stateFile(): string {
    return stateFile(this.place);
  }

  read(file: string): Promise<string> {
    return readFile(join(this.place.dir, file), "utf8");
  }

  /** Answers with where the file is. */
  async write(file: string, text: string): Promise<string> {
    const path = join(this.place.dir, file);
    await writeFile(path, text);
    return path;
  }

  private async begin(): Promise<void> {
    this.place = await place();
    const { dir, env, quay } = this.place;
    await cp(join(examples, this.name), dir, {
      recursive: true,
      filter: (file) => !/^(Pulumi\..+\.yaml|node_modules)$/.test(basename(file)),
    });
    // The compiler has its say about the examples elsewhere.
    Object.assign(env, { QUAY_URL: quay.url, QUAY_TOKEN: quay.token, PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
    await this.done("stack", "init", stackName);
  }
}
