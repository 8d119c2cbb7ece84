import schema from "../../schema.json";
import { setupTimeout } from "../engine/workspace";
import { specimens } from "../kinds";
import { people } from "../kinds/specimen";
import { languages } from "./languages";
import { compile, Installation, replaceProgram } from "./project";

const all = process.env.QUAY_TEST_LANGUAGES === "all" ? describe : describe.skip;

jest.setTimeout(setupTimeout);

const described = Object.entries(schema.resources).map(
  ([token, { description }]) => [token.replace("quay:index:", ""), description] as const,
);

all("The examples that schema.json describes", () => {
  const installation = new Installation();

  describe.each(languages)("in $name", (language) => {
    const project = installation.quickstart(language);

    let settings: Record<string, string> = {};
    // In YAML a setting takes the place of a resource of its name.
    afterEach(async () => {
      for (const key of Object.keys(settings)) await project.succeed("config", "rm", key);
    });

    it.each(described)("create what they declare, and leave nothing: %s", async (kind, description) => {
      project.quay.reset();
      people(project.quay, "alice", "bob");
      settings = specimens[kind]?.example?.(project.quay) ?? {};
      for (const [key, value] of Object.entries(settings)) {
        const isSecret = description.includes(`RequireSecret("${key}")`);
        await project.succeed("config", "set", key, value, ...(isSecret ? ["--secret"] : []));
      }
      const [, program = ""] = new RegExp(`\`\`\`${language.fence}\n(.+?)\`\`\``, "s").exec(description) ?? [];
      await replaceProgram(project, language, program);
      await compile(project, language);
      project.quay.requests.length = 0;
      await project.succeed("up", "--skip-preview", "--yes");
      expect(project.quay.requests.filter(({ method }) => method !== "GET")).not.toEqual([]);
      await project.succeed("preview", "--expect-no-changes");
      await project.succeed("state", "unprotect", "--all", "--yes");
      await project.succeed("destroy", "--skip-preview", "--yes");
      expect(JSON.parse(project.stateFile()).checkpoint.latest.resources ?? []).toEqual([]);
    });
  });
});
