import { parse } from "yaml";
import { resources } from "../../provider/resources";
import type { ProjectDirectory } from "../engine/project-directory";
import { setupTimeout } from "../engine/workspace";
import { prepare, specimenOf } from "../kinds";
import { languages, yaml } from "./languages";
import { compile, Installation, replaceProgram } from "./project";

const all = process.env.QUAY_TEST_LANGUAGES === "all" ? describe : describe.skip;

jest.setTimeout(setupTimeout);

interface Imported {
  type: string;
  name: string;
  id: string;
}

all("One of every kind", () => {
  const installation = new Installation();
  const made = installation.quickstart(yaml);
  let objects: Imported[];

  it("is created by a program in YAML, where nothing else does it", async () => {
    const missing = await declarable(made);
    const { name, runtime } = parse(await made.read("Pulumi.yaml"));
    await made.write("Pulumi.yaml", JSON.stringify({ name, runtime, resources: missing }));
    await made.succeed("up", "--skip-preview", "--yes");
    await made.succeed("preview", "--expect-no-changes");
    const stored = JSON.parse(made.stateFile()).checkpoint.latest.resources as { type: string; id: string }[];
    objects = Object.keys(resources).map((kind) => {
      const type = `quay:index:${kind}`;
      return { type, name: kind, id: stored.find((resource) => resource.type === type)?.id ?? specimenOf(kind).id };
    });
    expect(await declarable(made)).toEqual({});
  });

  describe.each(languages)("is imported by its id in $name:", (language) => {
    const project = installation.quickstart(language);

    it("the program compiles, and shows no change", async () => {
      Object.assign(project.env, { QUAY_URL: made.quay.url, QUAY_TOKEN: made.quay.token });
      made.quay.requests.length = 0;
      await project.write("import.json", JSON.stringify({ resources: objects }));
      await project.succeed("import", "--file", "import.json", "--yes", "--out", "imported");
      await replaceProgram(project, language, await project.read("imported"));
      await compile(project, language);
      await project.succeed("preview", "--expect-no-changes");
      expect(made.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    });
  });
});

/** A declaration for every kind whose specimen is not there after all that the specimens need. */
async function declarable({ quay }: ProjectDirectory) {
  for (const kind of Object.keys(resources)) await prepare(quay, kind);
  const missing = Object.keys(resources).filter((kind) => {
    const { stored, least, apart } = specimenOf(kind);
    return !stored(quay.store, { ...least, ...apart });
  });
  return Object.fromEntries(
    missing.map((kind) => {
      const { least, changes, apart } = specimenOf(kind);
      return [kind, { type: `quay:${kind}`, properties: { ...least, ...changes, ...apart } }];
    }),
  );
}
