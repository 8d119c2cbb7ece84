import { engineOf, oldestUsable, progress } from "../../tools/engine";
import { setupTimeout } from "../engine/workspace";
import { Project } from "../package/project";
import { pack, type Tarball } from "../package/tarball";
import { lifecycle, whole } from "./lifecycle";
import { untested } from "./node";

const all = process.env.QUAY_TEST_VERSIONS === "all" ? describe : describe.skip;

all("With the oldest Pulumi CLI that is not refused here", () => {
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await pack();
  }, 60_000);
  afterAll(() => tarball?.remove());

  it(
    "a stack completes create, preview, refresh, update and destroy",
    async () => {
      const { say, end } = progress();
      const engine = await engineOf(oldestUsable, { say }).finally(end);
      const project = await Project.install("npm", tarball.file);
      if (!project) return untested();
      try {
        expect(engine.version).toBe(oldestUsable);
        expect(await lifecycle(project.program("changing"), { engine })).toEqual(whole);
      } finally {
        await project.remove();
      }
    },
    4 * setupTimeout,
  );
});
