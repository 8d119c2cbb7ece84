import { Directory } from "./directory";
import { patience } from "./place";

describe("The test that users write for their own stack", () => {
  const here = new Directory({ example: "testing" });

  it(
    "passes, as it stands in the example",
    async () => {
      const { scripts } = JSON.parse(await here.read("package.json"));
      const { text } = await here.run("bash", "-c", scripts.test);
      expect(text).toMatch(/# pass 4\n# fail 0/);
    },
    patience,
  );
});
