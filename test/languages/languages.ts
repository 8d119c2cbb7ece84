import type { ProjectDirectory } from "../engine/project-directory";
import { root } from "../package/tarball";

export interface Language {
  /** In words. */
  name: string;
  /** The folder of its example. */
  example: string;
  /** What marks its code in Markdown. */
  fence: string;
  /** The file with the program. */
  program: string;
  /** Makes the example ready to run, as its user would, when the plugin is installed. `tarball` is the packed package. */
  setUp?(project: ProjectDirectory, tarball: string): Promise<unknown>;
  /** The commands that compile the program, where the language has a compiler. */
  compile?: [file: string, ...args: string[]][];
  /** Generated code, as the whole program in the place of another. By default it is one. */
  whole?(generated: string, before: string): string;
}

const addSdk = (project: ProjectDirectory) => project.succeed("package", "add", "quay");

export const yaml: Language = {
  name: "YAML",
  example: "yaml",
  fence: "yaml",
  program: "Pulumi.yaml",
  whole: (generated, before) => before.slice(0, before.search(/^(config|resources):/m)) + generated,
};

const typescriptFlags = "--noEmit --strict --skipLibCheck --module node16 --target es2022 index.ts";

const native = (program: string) => program.replace('"pulumi-quay"', '"pulumi-quay/native"');

export const languages: Language[] = [
  yaml,
  {
    name: "Python",
    example: "python",
    fence: "python",
    program: "__main__.py",
    setUp: addSdk,
    compile: [["venv/bin/python", "-m", "compileall", "-q", "__main__.py", "sdks"]],
  },
  {
    name: "Go",
    example: "go",
    fence: "go",
    program: "main.go",
    setUp: addSdk,
    compile: [
      ["go", "mod", "tidy"],
      ["go", "vet", "."],
    ],
  },
  {
    name: "TypeScript, with pulumi-quay/native",
    example: "quickstart",
    fence: "typescript",
    program: "index.ts",
    async setUp(project, tarball) {
      await project.write("index.ts", native(await project.read("index.ts")));
      // The folder has a link to the libraries of this repository.
      await project.run("rm", "node_modules");
      const { ok, text } = await project.run("npm", "install", "--no-audit", "--no-fund", tarball);
      if (!ok) throw new Error(text);
    },
    compile: [[`${root}/node_modules/.bin/tsc`, ...typescriptFlags.split(" ")]],
    whole: native,
  },
];
