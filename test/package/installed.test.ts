import { join } from "node:path";
import { setupTimeout } from "../engine/workspace";
import { byCli, type Runner, runLifecycle } from "./lifecycle";
import { exec, type Manager, Project } from "./project";
import { pack, run, type Tarball } from "./tarball";

/** The variants that `npm test` skips. */
const all = process.env.QUAY_TEST_LAYOUTS === "all" ? describe : describe.skip;

/** A lifecycle without failures, after which nothing remains. */
const successful = {
  printed: { up: expect.any(String), destroy: expect.any(String) },
  created: ["acme", "acme/owners", "acme/operations", "acme+ci", "acme/web"],
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
  const check = installedBy("npm", (project) => ({
    ESM: runProgram(project, "esm"),
    CommonJS: runProgram(project, "commonjs"),
    TypeScript: runProgram(project, "typescript"),
    native: runProgram(project, "native", withLinkedPlugin),
    node16: types(project, node16),
    bundler: types(project, bundler),
    Pulumi: types(project, commonjs, "quickstart.ts", "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js"),
    entries: run(process.execPath, [join(__dirname, "check-entries.mjs")], project.dir),
  }));

  it.each(["ESM", "CommonJS", "TypeScript"] as const)(
    "a program in %s runs",
    async (language) => {
      await check(language, (outcome) => expect(outcome).toEqual(successful));
    },
    180_000,
  );

  it("a program with pulumi-quay/native runs, after plugin link and nothing else", async () => {
    await check("native", (outcome) => expect(outcome).toEqual(successful));
  }, 180_000);

  it.each(["node16", "bundler"] as const)(
    "the types compile in strict mode with module resolution %s",
    async (resolution) => {
      await check(resolution, ({ text }) => expect(text).toMatch(/^[1-9]\d+ files checked, 0 complaints\n$/));
    },
    180_000,
  );

  it("the quickstart compiles with the compiler that Pulumi uses where none is installed", async () => {
    await check("Pulumi", ({ text }) => expect(text).toBe("1 files checked, 0 complaints\n"));
  });

  it("all exports can be required and imported", async () => {
    await check("entries", (ran) => expect(ran).toEqual({ ok: true, printed: "", text: "" }));
  });
});

all("Installed by npm, for Bun,", () => {
  const check = installedBy("npm", (project) => ({ Bun: runProgram(project, "bun", byBun) }));

  it("a program runs", async () => {
    await check("Bun", (outcome) => expect(outcome).toEqual(successful));
  }, 180_000);
});

all("Installed by pnpm, where a package can import only its declared dependencies,", () => {
  const check = installedBy("pnpm", (project) => ({
    TypeScript: runProgram(project, "typescript"),
    compiled: compile(project),
  }));

  it("a program in TypeScript runs", async () => {
    await check("TypeScript", (outcome) => expect(outcome).toEqual(successful));
  }, 180_000);

  it("the types compile in strict mode without skipLibCheck", async () => {
    await check("compiled", (ran) => expect(ran).toEqual({ ok: true, printed: "", text: "" }));
  }, 180_000);
});

all("Installed by Yarn, with its linker for node_modules,", () => {
  const check = installedBy("yarn", (project) => ({ ESM: runProgram(project, "esm") }));

  it("a program in ESM runs", async () => {
    await check("ESM", (outcome) => expect(outcome).toEqual(successful));
  }, 180_000);
});

/** Installs the package into a project and begins its tests. They are skipped where the packages cannot be downloaded. */
function installedBy<Results extends Record<string, Promise<unknown>>>(
  manager: Manager,
  begin: (project: Project) => Results,
) {
  let project: Project | undefined;
  let results: Results | undefined;
  beforeAll(async () => {
    project = await Project.install(manager, tarball.file);
    results = project && begin(project);
    for (const result of Object.values(results ?? {})) result.catch(() => {});
  }, setupTimeout);
  afterAll(async () => {
    await Promise.allSettled(Object.values(results ?? {}));
    await project?.remove();
  }, setupTimeout);
  return async <Name extends keyof Results>(name: Name, expected: (result: Awaited<Results[Name]>) => void) => {
    if (results) expected(await results[name]);
  };
}

const runProgram = (project: Project, program: string, runner?: Runner) =>
  runLifecycle(project.program(program), runner);

/** The command is where npx finds it. */
const withLinkedPlugin: Runner = async (step, place) => {
  const command = join(place.dir, "..", "node_modules", ".bin", "pulumi-quay");
  const linked = await run(command, ["plugin", "link"], place.dir);
  return linked.ok ? byCli(step, place) : linked;
};

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
