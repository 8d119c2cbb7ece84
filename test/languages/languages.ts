export interface Language {
  /** In words. */
  name: string;
  /** What Pulumi calls it; also the folder of its example. */
  runtime: "yaml" | "python" | "go";
  /** The file with the program. */
  program: string;
  /** The commands that make the example ready to run, for which the plugin is installed. */
  setUp: string[][];
  /** The command that compiles the program, where the language has one. */
  compile?: [file: string, ...args: string[]];
  /** What `pulumi import` has generated, as the whole program in the place of another. By default it is one. */
  whole?(generated: string, before: string): string;
}

const addSdk = ["package", "add", "quay"];

export const languages: Language[] = [
  {
    name: "YAML",
    runtime: "yaml",
    program: "Pulumi.yaml",
    setUp: [],
    whole: (generated, before) => before.slice(0, before.indexOf("resources:")) + generated,
  },
  {
    name: "Python",
    runtime: "python",
    program: "__main__.py",
    setUp: [addSdk],
    compile: ["venv/bin/python", "-m", "compileall", "-q", "__main__.py", "sdks"],
  },
  { name: "Go", runtime: "go", program: "main.go", setUp: [addSdk], compile: ["go", "vet", "."] },
];
