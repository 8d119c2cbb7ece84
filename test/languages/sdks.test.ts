import { spawnSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path, { delimiter, join } from "node:path";
import { resources } from "../../provider/resources";
import schema from "../../schema.json";
import { findEngine, progress, temporaryWorkspace } from "../../tools/engine";
import { cliVersion } from "../../tools/engine/go";
import { languageHosts } from "../../tools/engine/languages";
import { run } from "../../tools/engine/run";
import { exampleIn } from "../../tools/schema/example-programs";
import type { SchemaTypes } from "../../tools/schema/example-programs/typed";
import { fileOf } from "../../tools/schema/file-name";
import { setupTimeout } from "../engine/workspace";

const all = process.env.QUAY_TEST_LANGUAGES === "all" ? describe : describe.skip;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (all === describe && !hasPython) console.log("There is no python3 on PATH: nothing of Python is tested.");
const inPython = hasPython ? all : describe.skip;

// Go compiles Pulumi's SDK the first time.
jest.setTimeout(setupTimeout);

const root = path.join(__dirname, "../..");
const examples = Object.fromEntries(
  [...Object.keys(resources).map(fileOf), "blueprint"].map((folder) => [
    folder,
    exampleIn(folder, schema as unknown as SchemaTypes),
  ]),
);

let folder: string;
let env: NodeJS.ProcessEnv;
let remove: () => Promise<void>;

const text = (...names: string[]) => readFile(join(folder, ...names), "utf8");
const call = (command: string, args: string[], ...cwd: string[]) =>
  run(command, args, { cwd: join(folder, ...cwd), env });

if (all === describe) {
  beforeAll(async () => {
    const { say, end } = progress();
    const hosts = await languageHosts({ say }).finally(end);
    const workspace = await temporaryWorkspace(await findEngine());
    ({ dir: folder, remove } = workspace);
    const PATH = [hosts, workspace.env.PATH ?? process.env.PATH].join(delimiter);
    env = { ...process.env, ...workspace.env, PATH, GOWORK: "off" };
    for (const language of ["nodejs", "python", "go"])
      await call("pulumi", ["package", "gen-sdk", join(root, "schema.json"), "--language", language, "--out", "sdk"]);
  }, setupTimeout);
  afterAll(() => remove?.());
}

all("The SDK that Pulumi generates for TypeScript", () => {
  it("compiles", async () => {
    const modules = join(root, "node_modules");
    await symlink(modules, join(folder, "sdk", "nodejs", "node_modules"));
    const compiler = [join(modules, "typescript", "bin", "tsc"), "--noEmit", "-p", "."];
    expect(await call(process.execPath, compiler, "sdk", "nodejs")).toBe("");
  });

  it("has aliases, secrets, enumerations, functions and the component", async () => {
    expect(await text("sdk", "nodejs", "team.ts")).toContain('aliases: [{ type: "pulumi-nodejs:dynamic/quay:Team" }]');
    expect(await text("sdk", "nodejs", "robot.ts")).toContain('additionalSecretOutputs: ["dockerConfigJson", "token"]');
    expect(await text("sdk", "nodejs", "types", "enums", "index.ts")).toContain('ReadOnly: "READ_ONLY"');
    expect(await text("sdk", "nodejs", "getTags.ts")).toContain("readonly tags: outputs.TagResult[];");
    const component = await text("sdk", "nodejs", "organizationBlueprint.ts");
    expect(component).toContain("teams?: {[key: string]: inputs.TeamBlueprintArgs};");
    expect(component).toContain("true /*remote*/");
  });

  it("takes no setting from the environment of the program, where a token would come into the state", async () => {
    expect(await text("sdk", "nodejs", "provider.ts")).not.toMatch(/getEnv/);
    expect(await text("sdk", "nodejs", "config", "vars.ts")).not.toMatch(/getEnv/);
  });
});

inPython("The SDK that Pulumi generates for Python", () => {
  const python = () => join(folder, "venv", "bin", "python");

  it("compiles, and runs every example", async () => {
    await call("python3", ["-m", "compileall", "-q", "sdk/python"]);
    await call("python3", ["-m", "venv", "venv"]);
    await call(python(), ["-m", "pip", "install", "--quiet", "./sdk/python"]);
    for (const [name, { python: program = "" }] of Object.entries(examples)) {
      await writeFile(join(folder, `${name}.py`), underMocks(program));
      expect(await call(python(), [`${name}.py`])).toContain(`"quay:index:`);
    }
  });

  it("has aliases, secrets, enumerations, functions and the component", async () => {
    const file = (name: string) => text("sdk", "python", "pulumi_quay", name);
    expect(await file("team.py")).toContain('aliases=[pulumi.Alias(type_="pulumi-nodejs:dynamic/quay:Team")]');
    expect(await file("robot.py")).toContain('additional_secret_outputs=["dockerConfigJson", "token"]');
    expect(await file("_enums.py")).toContain('READ_ONLY = "READ_ONLY"');
    expect(await file("get_tags.py")).toContain("def get_tags(repository:");
    const component = await file("organization_blueprint.py");
    expect(component).toContain("teams: Optional[Mapping[str, 'TeamBlueprintArgs']]");
    expect(component).toContain("remote=True");
    expect(await file("provider.py")).not.toMatch(/get_env/);
  });
});

all("The SDK that Pulumi generates for Go", () => {
  it("compiles with every example, which is formatted", async () => {
    for (const [name, { go = "" }] of Object.entries(examples)) {
      const directory = join(folder, "sdk", "go", "examples", name);
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, "main.go"), go);
    }
    const go = (...args: string[]) => call("go", args, "sdk", "go");
    await go("mod", "edit", `-require=github.com/pulumi/pulumi/sdk/v3@v${cliVersion()}`);
    await go("mod", "tidy");
    await go("vet", "./...");
    expect(await call("gofmt", ["-l", "examples"], "sdk", "go")).toBe("");
  });

  it("has aliases, secrets, enumerations, functions and the component", async () => {
    const file = (name: string) => text("sdk", "go", "quay", name);
    expect(await file("team.go")).toContain('Type: pulumi.String("pulumi-nodejs:dynamic/quay:Team")');
    expect(await file("robot.go")).toMatch(/AdditionalSecretOutputs\(\[\]string\{\s*"dockerConfigJson",\s*"token",/);
    expect(await file("pulumiEnums.go")).toContain('RepositoryStateValueReadOnly = RepositoryStateValue("READ_ONLY")');
    expect(await file("getTag.go")).toContain("func LookupTag(ctx *pulumi.Context");
    const component = await file("organizationBlueprint.go");
    expect(component).toContain("Teams map[string]TeamBlueprintArgs");
    expect(component).toContain('ctx.RegisterRemoteComponentResource("quay:index:OrganizationBlueprint"');
    expect(await file("provider.go")).not.toMatch(/[gG]etEnv/);
  });
});

/** A program in Python that runs without an engine and prints the types of the resources that it registers. */
const underMocks = (program: string) => `import json
import pulumi

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        print(json.dumps(args.typ))
        if args.typ == "quay:index:OrganizationBlueprint":
            return [args.name, {"images": {}, "pullSecrets": {"cluster": "x"}}]
        return [args.name, dict(args.inputs, fullName="a/b", image="q/a/b")]

    def call(self, args):
        return {}

pulumi.runtime.set_mocks(Mocks(), project="project")
pulumi.runtime.set_all_config(${JSON.stringify(settingsOf(program))})

@pulumi.runtime.test
def program():
${program.replace(/^(?=.)/gm, "    ")}

program()
`;

const settingsOf = (program: string) =>
  Object.fromEntries(
    [...program.matchAll(/require(?:_secret)?\("(\w+)"\)/g)].map(([, name]) => [`project:${name}`, "x"]),
  );
