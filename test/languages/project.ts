import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { progress } from "../../tools/engine";
import { languageHosts } from "../../tools/engine/languages";
import { ProjectDirectory } from "../engine/project-directory";
import { setupTimeout } from "../engine/workspace";
import { pack, run, type Tarball } from "../package/tarball";
import type { Language } from "./languages";

/** The hosts of the languages, and the packed package, for the tests of one file. */
export class Installation {
  private hosts!: string;
  private folder!: string;
  private tarball!: Tarball;

  constructor() {
    beforeAll(async () => {
      const { say, end } = progress();
      this.hosts = await languageHosts({ say }).finally(end);
      this.folder = await mkdtemp(join(tmpdir(), "pulumi-quay-"));
      this.tarball = await pack();
      const { ok, text } = await run("tar", ["-xf", this.tarball.file], this.folder);
      if (!ok) throw new Error(text);
    }, setupTimeout);
    afterAll(async () => {
      await this.tarball?.remove();
      await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    });
  }

  /** The quickstart in a language, for the tests of one `describe`, ready to run with the plugin of the packed package. */
  quickstart({ example, setUp }: Language): ProjectDirectory {
    const project = new ProjectDirectory({ example });
    beforeAll(async () => {
      project.env.PATH = [this.hosts, project.env.PATH].join(delimiter);
      const command = join(this.folder, "package", "dist", "bin", "pulumi-quay.js");
      const { ok, text } = await project.run(process.execPath, command, "plugin", "install");
      if (!ok) throw new Error(text);
      await setUp?.(project, this.tarball.file);
    }, setupTimeout);
    return project;
  }
}

/** Puts generated code, such as that of `pulumi import`, in the place of the program. */
export async function replaceProgram(
  project: ProjectDirectory,
  { program, whole }: Language,
  generated: string,
): Promise<void> {
  await project.write(program, whole?.(generated, await project.read(program)) ?? generated);
}

/** Compiles the program, where the language has a compiler. Throws what that says. */
export async function compile(project: ProjectDirectory, { compile: commands = [] }: Language): Promise<void> {
  for (const [file, ...args] of commands) {
    const { ok, text } = await project.run(file, ...args);
    if (!ok) throw new Error(`${[file, ...args].join(" ")}\n${text}`);
  }
}
