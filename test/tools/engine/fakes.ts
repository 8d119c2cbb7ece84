import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type FindOptions, findEngine } from "../../../tools/engine";

/** A computer without a CLI: its own PATH, its own home for Pulumi, no network. */
export class Computer {
  readonly root = mkdtempSync(join(realpathSync(tmpdir()), "engine-test-"));
  readonly home = join(this.root, "home");
  readonly path = join(this.root, "path", "bin");
  readonly printed: string[] = [];
  env: NodeJS.ProcessEnv = { PATH: [this.path, join(this.root, "go")].join(delimiter), PULUMI_HOME: this.home };

  cached(version: string): string {
    return join(this.home, "versions", version, "bin");
  }

  /** The bin directory that the Go build and the installer create. */
  get made(): string {
    return this.cached("3.259.0");
  }

  find(options: FindOptions = {}): ReturnType<typeof findEngine> {
    return findEngine({ say: (line) => this.printed.push(line), env: this.env, install: noNetwork, ...options });
  }

  /** The lines that stay, without progress. */
  get results(): string[] {
    return this.printed.filter((line) => !line.endsWith("…"));
  }

  /** A `go` whose build writes a working pulumi, after the given commands. */
  installGo(first = ""): void {
    const writePulumi = `
      const fs = require("node:fs"), path = require("node:path");
      const out = process.argv[process.argv.indexOf("-o") + 1];
      const cli = path.basename(process.cwd()) === "cli";
      fs.appendFileSync(${JSON.stringify(join(this.root, "built"))}, process.argv.slice(2).join(" ") + "\\n");
      const write = () => fs.writeFileSync(out + (cli ? "pulumi" : "pulumi-language-nodejs"), "#!/bin/sh\\necho v3.259.0\\n", { mode: 0o755 });
      ${first || "write();"}`;
    script(join(this.root, "go"), "go", `#!${process.execPath}\n${writePulumi}`);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export async function noNetwork(): Promise<void> {
  throw new Error("Pulumi's installer cannot be reached: there is no network.");
}

/** A directory like Pulumi's own bin, whose `pulumi version` prints the given text. */
export function installPulumi(bin: string, printed: string): string {
  pulumiOnly(bin, printed);
  script(bin, "pulumi-language-nodejs", "#!/bin/sh\n");
  script(bin, "pulumi-resource-pulumi-nodejs", "#!/bin/sh\n");
  return bin;
}

export function pulumiOnly(bin: string, printed: string): void {
  script(bin, "pulumi", `#!/bin/sh\necho ${printed}\n`);
}

export function script(directory: string, name: string, text: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, name), text);
  chmodSync(join(directory, name), 0o755);
}
