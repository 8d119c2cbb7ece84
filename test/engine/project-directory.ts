import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LocalQuay } from "../../local-quay";
import {
  type Place,
  type Printed,
  patience,
  place,
  pulumi,
  quayResources,
  type Stored,
  stackName,
  stateFile,
} from "./workspace";

const examples = join(__dirname, "..", "..", "examples");

/**
 * A folder with a program that the CLI runs, and a stack for it, for the tests of one `describe`. It has a Quay of its own, which
 * the environment names.
 */
export class Directory {
  private place!: Place;

  /** The program is one of the examples, or JavaScript of the test. */
  constructor(private readonly holds: { example: string } | { program: string }) {
    beforeAll(() => this.begin(), patience);
    afterAll(() => this.place?.leave());
  }

  get quay(): LocalQuay {
    return this.place.quay;
  }

  /** The environment of the CLI, and of other programs run here; may be changed at any time. */
  get env(): Record<string, string> {
    return this.place.env;
  }

  /** `pulumi` with these arguments. */
  pulumi(...words: string[]): Promise<Printed> {
    return pulumi(this.place, [...words, "--color", "never"]);
  }

  /** The same, which has to succeed. Returns what it printed. */
  async done(...words: string[]): Promise<string> {
    const { ok, text } = await this.pulumi(...words);
    if (!ok) throw new Error(`pulumi ${words.join(" ")}\n${text}`);
    return text;
  }

  /** The resources of Quay in the state, such as `Team ops`. */
  state(): Record<string, Stored> {
    return quayResources(stateFile(this.place));
  }

  /** The state file. */
  stateFile(): string {
    return stateFile(this.place);
  }

  /** Any other program, and its exit code. */
  run(file: string, ...args: string[]): Promise<Printed & { code: number }> {
    const options = { cwd: this.place.dir, env: { ...process.env, ...this.env }, maxBuffer: 1 << 26 };
    return new Promise((resolve) => {
      execFile(file, args, options, (error, out, err) => {
        const code = error ? Number(error.code) : 0;
        resolve({ text: out + err, ok: !error, code });
      });
    });
  }

  read(file: string): Promise<string> {
    return readFile(join(this.place.dir, file), "utf8");
  }

  /** Returns the path of the file. */
  async write(file: string, text: string): Promise<string> {
    const path = join(this.place.dir, file);
    await writeFile(path, text);
    return path;
  }

  private async begin(): Promise<void> {
    this.place = await place();
    const { dir, env, quay } = this.place;
    Object.assign(env, { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
    if ("example" in this.holds) {
      await cp(join(examples, this.holds.example), dir, {
        recursive: true,
        filter: (file) => !/^(Pulumi\..+\.yaml|node_modules)$/.test(basename(file)),
      });
    } else {
      await writeFile(join(dir, "index.js"), this.holds.program);
      const runtime = { name: "nodejs", options: { typescript: false } };
      await writeFile(join(dir, "Pulumi.yaml"), JSON.stringify({ name: "story", runtime }));
    }
    await this.done("stack", "init", stackName);
  }
}
