import { join } from "node:path";
import { setupTimeout } from "../engine/workspace";
import { type Runner, runLifecycle } from "./lifecycle";
import { exec, type Manager, Project } from "./project";
import { pack, run, type Tarball } from "./tarball";

/** The variants that `npm test` skips. */
const all = process.env.QUAY_TEST_LAYOUTS === "all" ? describe : describe.skip;

/** A lifecycle without failures, after which nothing remains. */
const whole = {
  printed: { up: expect.any(String), destroy: expect.any(String) },
  made: ["acme", "acme/owners", "acme/operations", "acme+ci", "acme/web"],
  left: [],
};
const node16 = { module: "node16", moduleResolution: "node16" };
const commonjs = { module: "commonjs", moduleResolution: "node" };
const bundler = { module: "esnext", moduleResolution: "bundler" };

let tarball: Tarball;
beforeAll(async () => {
  tarball = await pack();
});
afterAll(() => tarball?.remove());

describe("Installed by npm,", () => {
  // Concurrently: each of them leaves one of two cores idle.
  const told = installedBy("npm", (project) => ({
    ESM: live(project, "esm"),
    CommonJS: live(project, "commonjs"),
    TypeScript: live(project, "typescript"),
    node16: types(project, node16),
    bundler: types(project, bundler),
    Pulumi: types(project, commonjs, "quickstart.ts", "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js"),
    entries: run(process.execPath, [join(__dirname, "check-entries.mjs")], project.dir),
  }));

  it.each(["ESM", "CommonJS", "TypeScript"] as const)(
    "a program in %s runs",
    async (language) => {
      await told(language, (life) => expect(life).toEqual(whole));
    },
    180_000,
  );

  it.each(["node16", "bundler"] as const)(
    "the types compile in strict mode with module resolution %s",
    async (manner) => {
      await told(manner, ({ text }) => expect(text).toMatch(/^[1-9]\d+ files checked, 0 complaints\n$/));
    },
    180_000,
  );

  it("the quickstart compiles with the compiler that Pulumi uses where none is installed", async () => {
    await told("Pulumi", ({ text }) => expect(text).toBe("1 files checked, 0 complaints\n"));
  });

  it("all exports can be required and imported", async () => {
    await told("entries", (ran) => expect(ran).toEqual({ ok: true, printed: "", text: "" }));
  });
});

all("Installed by npm, for Bun,", () => {
  const told = installedBy("npm", (project) => ({ Bun: live(project, "bun", byBun) }));

  it("a program runs", async () => {
    await told("Bun", (life) => expect(life).toEqual(whole));
  }, 180_000);
});

all("Installed by pnpm, where a package sees only what it asks for,", () => {
  const told = installedBy("pnpm", (project) => ({
    TypeScript: live(project, "typescript"),
    compiled: compile(project),
  }));

  it("a program in TypeScript runs", async () => {
    await told("TypeScript", (life) => expect(life).toEqual(whole));
  }, 180_000);

  it("the types compile in strict mode without skipLibCheck", async () => {
    await told("compiled", (ran) => expect(ran).toEqual({ ok: true, printed: "", text: "" }));
  }, 180_000);
});

all("Installed by Yarn, with its linker for node_modules,", () => {
  const told = installedBy("yarn", (project) => ({ ESM: live(project, "esm") }));

  it("a program in ESM runs", async () => {
    await told("ESM", (life) => expect(life).toEqual(whole));
  }, 180_000);
});

/** Installs the package into a project and begins its tests. They are skipped where the packages cannot be downloaded. */
function installedBy<Tales extends Record<string, Promise<unknown>>>(
  manager: Manager,
  begin: (project: Project) => Tales,
) {
  let project: Project | undefined;
  let tales: Tales | undefined;
  beforeAll(async () => {
    project = await Project.install(manager, tarball.file);
    tales = project && begin(project);
    for (const tale of Object.values(tales ?? {})) tale.catch(() => {});
  }, setupTimeout);
  afterAll(async () => {
    await Promise.allSettled(Object.values(tales ?? {}));
    await project?.remove();
  }, setupTimeout);
  return async <Name extends keyof Tales>(name: Name, expected: (tale: Awaited<Tales[Name]>) => void) => {
    if (tales) expected(await tales[name]);
  };
}

const live = (project: Project, program: string, runner?: Runner) => runLifecycle(project.program(program), runner);

const byBun: Runner = (step, { dir, env }) => exec("bun@1", ["bun", "run", "index.ts", step], dir, env);

function types(project: Project, options: object, file = join("typescript", "index.ts"), ...compiler: string[]) {
  const program = join(project.dir, file);
  const settings = JSON.stringify({ ...options, target: "es2022", lib: ["es2022"], strict: true, types: ["node"] });
  return run(process.execPath, [join(__dirname, "check-types.js"), program, settings, ...compiler], project.dir);
}

function compile(project: Project) {
  const program = project.program("typescript");
  const compiler = join(project.dir, "node_modules", "typescript", "bin", "tsc");
  return run(process.execPath, [compiler, "--project", program, "--skipLibCheck", "false"], program);
}
