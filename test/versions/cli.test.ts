import { engineOf, progress } from "../../tools/engine";
import { setupTimeout } from "../engine/workspace";
import { Project } from "../package/project";
import { pack, type Tarball } from "../package/tarball";
import { lifecycle, whole } from "./lifecycle";
import { untested } from "./node";

const all = process.env.QUAY_TEST_VERSIONS === "all" ? describe : describe.skip;

/** The newest that README says was tested; all other tests run with the oldest. */
const newest = "3.276.0";

all(`With Pulumi CLI ${newest}`, () => {
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await pack();
  }, 60_000);
  afterAll(() => tarball?.remove());

  it(
    "a stack completes create, preview, refresh, update and destroy",
    async () => {
      const { say, end } = progress();
      const engine = await engineOf(newest, { say }).finally(end);
      const project = await Project.install("npm", tarball.file);
      if (!project) return untested();
      try {
        expect(engine.version).toBe(newest);
        expect(await lifecycle(project.program("changing"), { engine })).toEqual(whole);
      } finally {
        await project.remove();
      }
    },
    4 * setupTimeout,
  );
});
