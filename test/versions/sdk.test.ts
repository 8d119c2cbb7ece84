import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { peerDependencies } from "../../package.json";
import { setupTimeout } from "../engine/workspace";
import { Project } from "../package/project";
import { pack, type Tarball } from "../package/tarball";
import { lifecycle, whole } from "./lifecycle";
import { nodeOf, untested } from "./node";

const all = process.env.QUAY_TEST_VERSIONS === "all" ? describe : describe.skip;

const promised = peerDependencies["@pulumi/pulumi"];
const [oldest = ""] = /\d[\d.]*/.exec(promised) ?? [];

all("With the Pulumi SDK", () => {
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await pack();
  }, 60_000);
  afterAll(() => tarball?.remove());

  it.each([
    ["of the oldest supported version", oldest],
    ["of the newest supported version for this Node", promised],
    ["of the latest version, on Node 24", "latest"],
  ])(
    "%s, a stack completes create, preview, refresh, update and destroy",
    async (_, version) => {
      const node = version === "latest" ? await nodeOf(24) : process.execPath;
      if (!node) return untested();
      const project = await Project.install("npm", tarball.file, { "@pulumi/pulumi": version });
      if (!project) return untested();
      try {
        const sdk = await readFile(join(project.dir, "node_modules/@pulumi/pulumi/package.json"), "utf8");
        process.stderr.write(`Tried: @pulumi/pulumi ${JSON.parse(sdk).version}.\n`);
        expect(await lifecycle(project.program("changing"), { node })).toEqual(whole);
      } finally {
        await project.remove();
      }
    },
    setupTimeout,
  );
});
