import { setupTimeout } from "../engine/workspace";
import { languages } from "./languages";
import { compile, Installation, replaceProgram } from "./project";

const all = process.env.QUAY_TEST_LANGUAGES === "all" ? describe : describe.skip;

// Go compiles Pulumi's SDK the first time.
jest.setTimeout(setupTimeout);

all("With the plugin of the packed package,", () => {
  const installation = new Installation();

  describe.each(languages)("the quickstart in $name", (language) => {
    const project = installation.quickstart(language);
    const store = () => project.quay.store;
    const acme = () => store().organization("acme");
    const web = () => store().repository("acme", "web");
    const writes = () => project.quay.requests.splice(0).filter(({ method }) => method !== "GET");

    it("creates what it declares", async () => {
      await compile(project, language);
      await project.succeed("up", "--skip-preview", "--yes");
      expect(acme()).toMatchObject({ email: "platform@acme.example" });
      expect(web()).toMatchObject({ isPublic: false, description: "The web shop." });
      expect(store().repository("acme", "api")).toMatchObject({ isPublic: true, description: "" });
      expect(store().team("acme", "developers")).toMatchObject({ role: "creator", description: "" });
      expect(store().team("acme", "operations")).toMatchObject({ role: "admin", description: "On call." });
      expect(writes()).toHaveLength(5);
      const { host } = new URL(project.quay.url);
      const images = JSON.parse(await project.succeed("stack", "output", "images", "--json"));
      expect(images).toEqual({ web: `${host}/acme/web`, api: `${host}/acme/api` });
    });

    it("then shows no change, without a request to Quay", async () => {
      await project.succeed("preview", "--expect-no-changes");
      expect(project.quay.requests).toEqual([]);
    });

    it("shows what was changed outside Pulumi, property by property", async () => {
      Object.assign(acme() ?? {}, { email: "somebody@else.example" });
      Object.assign(web() ?? {}, { isPublic: true, description: "Closed." });
      Object.assign(store().team("acme", "operations") ?? {}, { role: "member" });
      acme()?.teams.delete("developers");
      const text = await project.succeed("preview", "--refresh", "--diff");
      const lines = text.split("\n").map((line) => line.trim().replace(/ +:/, ":"));
      expect(lines).toEqual(
        expect.arrayContaining([
          '~ description: "Closed." => "The web shop."',
          '~ email: "somebody@else.example" => "platform@acme.example"',
          '~ role: "member" => "admin"',
          '~ visibility: "public" => "private"',
        ]),
      );
      expect(text).toMatch(/\+ 1 to create\n\s+~ 3 to update\n\s+4 changes. 2 unchanged/);
      expect(writes()).toEqual([]);
    });

    it("corrects the changes", async () => {
      await project.succeed("up", "--refresh", "--skip-preview", "--yes");
      expect(acme()).toMatchObject({ email: "platform@acme.example" });
      expect(web()).toMatchObject({ isPublic: false, description: "The web shop." });
      expect(store().team("acme", "operations")).toMatchObject({ role: "admin", description: "On call." });
      expect(store().team("acme", "developers")).toMatchObject({ role: "creator" });
      await project.succeed("preview", "--refresh", "--expect-no-changes");
    });

    it("destroys everything", async () => {
      await project.succeed("destroy", "--skip-preview", "--yes");
      expect(store().organizations()).toEqual([]);
      expect(store().repositories()).toEqual([]);
    });

    it("is replaced by the program of an imported repository, which compiles, shows no change, and destroys it", async () => {
      project.quay.requests.length = 0;
      store().addRepository(store().addOrganization("acme"), "web", undefined, { description: "The web shop." });
      await project.succeed("import", "quay:index:Repository", "web", "acme/web", "--yes", "--out", "imported");
      await replaceProgram(project, language, await project.read("imported"));
      await compile(project, language);
      await project.succeed("preview", "--expect-no-changes");
      expect(writes()).toEqual([]);
      // What is imported is protected.
      await project.succeed("state", "unprotect", "--all", "--yes");
      await project.succeed("destroy", "--skip-preview", "--yes");
      expect(store().repositories()).toEqual([]);
    });
  });
});
