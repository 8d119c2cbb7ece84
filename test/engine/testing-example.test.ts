import { ProjectDirectory } from "./project-directory";
import { setupTimeout } from "./workspace";

describe("The example test for users' own stacks", () => {
  const project = new ProjectDirectory({ example: "testing" });

  it(
    "passes as it is",
    async () => {
      const { scripts } = JSON.parse(await project.read("package.json"));
      const { text } = await project.run("bash", "-c", scripts.test);
      expect(text).toMatch(/# pass 4\n# fail 0/);
    },
    setupTimeout,
  );
});
