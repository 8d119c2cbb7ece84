import schema from "../../schema.json";
import { exampleIn } from "../../tools/schema/example-programs";
import type { SchemaTypes } from "../../tools/schema/example-programs/typed";
import { setupTimeout } from "../engine/workspace";
import { languages } from "./languages";
import { compile, Installation, replaceProgram } from "./project";

const all = process.env.QUAY_TEST_LANGUAGES === "all" ? describe : describe.skip;

jest.setTimeout(setupTimeout);

const examples = exampleIn("blueprint", schema as unknown as SchemaTypes);

/** The programs of the schema's description by the folders of their languages, with outputs of parts of the blueprint. */
const programs: Record<string, string> = {
  yaml: `${examples.yaml}  web: \${acme.repositories["web"].fullName}\n  ciToken: \${acme.robots["ci"].token}\n`,
  python: `${examples.python}pulumi.export("web", acme.repositories["web"].full_name)
pulumi.export("ciToken", acme.robots["ci"].token)\n`,
  go: `${examples.go}`.replace(
    "\t\treturn nil\n\t})",
    `\t\tctx.Export("web", acme.Repositories.MapIndex(pulumi.String("web")).FullName())
\t\tctx.Export("ciToken", acme.Robots.MapIndex(pulumi.String("ci")).Token())
\t\treturn nil\n\t})`,
  ),
  quickstart: `${examples.typescript}export const web = acme.repositories.web.fullName;
export const ciToken = acme.robots.ci.token;\n`,
};

all("The blueprint, as the schema's description shows it,", () => {
  const installation = new Installation();

  describe.each(languages)("in $name", (language) => {
    const project = installation.quickstart(language);
    const store = () => project.quay.store;

    it("creates an organization with all its parts", async () => {
      for (const user of ["alice", "bob"]) project.quay.addUser(user);
      await replaceProgram(project, language, programs[language.example] ?? "");
      await compile(project, language);
      await project.succeed("up", "--skip-preview", "--yes");
      const acme = store().organization("acme");
      expect([...(acme?.teams.keys() ?? [])].sort()).toEqual(["developers", "ops", "owners"]);
      const members = [...(acme?.teams.get("developers")?.members ?? [])].map(({ name }) => name);
      expect(members.sort()).toEqual(["acme+ci", "bob"]);
      expect(store().robot("acme+ci")).toMatchObject({ description: "Pushes what CI builds." });
      expect(store().repository("acme", "base/node")).toMatchObject({ isPublic: true });
    });

    it("then shows no change, without a request to Quay", async () => {
      project.quay.requests.length = 0;
      await project.succeed("preview", "--expect-no-changes");
      expect(project.quay.requests).toEqual([]);
    });

    it("has outputs, and parts whose outputs programs use; secret ones stay secret", async () => {
      const { host } = new URL(project.quay.url);
      const { images, web, clusterLogin, ciToken } = JSON.parse(await project.succeed("stack", "output", "--json"));
      expect(images).toEqual({ web: `${host}/acme/web`, "base/node": `${host}/acme/base/node` });
      expect([web, clusterLogin, ciToken]).toEqual(["acme/web", "[secret]", "[secret]"]);
      const shown = JSON.parse(await project.succeed("stack", "output", "--json", "--show-secrets"));
      expect(shown.ciToken).toBe(store().robot("acme+ci")?.token);
      expect(JSON.parse(shown.clusterLogin)).toHaveProperty(["auths", host]);
    });

    it("is destroyed with all its parts", async () => {
      await project.succeed("destroy", "--skip-preview", "--yes");
      expect(store().organizations()).toEqual([]);
    });
  });
});
