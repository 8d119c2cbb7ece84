import { cp, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { LocalQuay } from "../quay";
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
} from "./place";

const examples = join(__dirname, "..", "..", "examples");

/** A folder with a program that the CLI runs, and a stack for it, for the tests of one `describe`. Its Quay is its own. */
export class Directory {
  private place!: Place;

  /** The program is one of the examples, or JavaScript of the test's own. */
  constructor(private readonly holds: { example: string } | { program: string }) {
    beforeAll(() => this.begin(), patience);
    afterAll(() => this.place?.leave());
  }

  get quay(): LocalQuay {
    return this.place.quay;
  }

  /** `pulumi` with these words behind it. */
  pulumi(...words: string[]): Promise<Printed> {
    return pulumi(this.place, [...words, "--color", "never"]);
  }

  /** The same, which has to succeed. Answers with what it printed. */
  async done(...words: string[]): Promise<string> {
    const { ok, text } = await this.pulumi(...words);
    if (!ok) throw new Error(`pulumi ${words.join(" ")}\n${text}`);
    return text;
  }

  /** The resources of Quay in the state, such as `Team ops`. */
  state(): Record<string, Stored> {
    return quayResources(stateFile(this.place));
  }

  private async begin(): Promise<void> {
    this.place = await place();
    const { dir } = this.place;
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
