import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import type { WrittenProgram } from "../../../../cli/adopt/program/contract";
import { packageRoot } from "../../../../tools/engine/package-root";

const run = promisify(execFile);

/** Folders with written programs, which find the libraries of this repository. */
export class ProgramFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), "pulumi-quay-adopted-"));
  private readonly programs: string[] = [];

  constructor() {
    symlinkSync(join(packageRoot(), "node_modules"), join(this.folder, "node_modules"));
  }

  /** Writes the files of a program. Returns the path of its `index.ts`. */
  write(name: string, { files }: WrittenProgram): string {
    for (const { path, text } of files) {
      const file = join(this.folder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const index = join(this.folder, name, "index.ts");
    this.programs.push(index);
    return index;
  }

  /** What the compiler says about all programs, with the options that a new Pulumi project has. */
  compile(): string[] {
    const program = ts.createProgram(this.programs, {
      strict: true,
      target: ts.ScriptTarget.ES2020,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      forceConsistentCasingInFileNames: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
      typeRoots: [join(packageRoot(), "node_modules/@types")],
    });
    return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  }

  /** The files that Prettier would lay out differently with its defaults. */
  async unformatted(): Promise<string> {
    const prettier = join(packageRoot(), "node_modules/prettier/bin/prettier.cjs");
    const args = [prettier, "--no-config", "--list-different", "**/*.{ts,yaml}"];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: this.folder }).catch((failed) => failed);
    return `${stdout}${stderr}`;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
