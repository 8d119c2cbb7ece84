import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { version } from "../../../package.json";
import { findEngine, temporaryWorkspace } from "../../../tools/engine";
import { root, run } from "../../package/tarball";
import { command } from "../command";

const there = { recursive: true };

describe("The command pulumi-quay plugin", () => {
  const cli = command();
  let folder: string;
  let modules: string;
  let bin: string;

  /** As an installed package: the command in dist/bin, and the plugin. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-quay-plugin-"));
    modules = join(folder, "node_modules", "pulumi-quay");
    bin = join(modules, "dist", "bin", "pulumi-quay.js");
    await cp(cli.file, bin);
    await cp(join(root, "plugin"), join(modules, "plugin"), there);
  });
  afterAll(() => rm(folder, there));

  const plugin = async (args: string[], cwd = folder, env?: Record<string, string>) => {
    const { ok, printed, text } = await run(process.execPath, [bin, "plugin", ...args], cwd, env);
    expect(printed).toBe("");
    return { ok, text };
  };

  it("explains both ways", async () => {
    const help = async (...args: string[]) => (await cli.run(["plugin", ...args, "--help"])).stdout;
    expect(await help()).toMatch(/^ {2}install .*^ {2}link .*one is enough/ms);
    expect(await help("install")).toMatch(/--reinstall .*PULUMI_HOME, or ~\/\.pulumi/s);
    expect(await help("link")).toContain("plugins:\n    providers:\n      - name: quay\n");
    expect(await cli.run(["plugin"])).toMatchObject({ code: 2, stderr: expect.stringContaining("link") });
    expect(await cli.run(["plugin", "remove"])).toMatchObject({ code: 2 });
  });

  describe("install", () => {
    let place: Awaited<ReturnType<typeof temporaryWorkspace>>;
    let pulumi: string;
    beforeAll(async () => {
      const engine = await findEngine();
      pulumi = join(engine.bin, "pulumi");
      place = await temporaryWorkspace(engine);
    }, 900_000);
    afterAll(() => place.remove());

    const installed = () => join(place.env.PULUMI_HOME as string, "plugins", `resource-quay-v${version}`);

    it("needs the Pulumi CLI", async () => {
      expect(await plugin(["install"], folder, { PATH: "" })).toEqual({
        ok: false,
        text: "There is no pulumi on the PATH.\n",
      });
    });

    it("installs the plugin, which Pulumi then finds by its name", async () => {
      expect(await plugin(["install"], folder, place.env)).toEqual({
        ok: true,
        text: `The plugin quay ${version} is installed, for programs in every language.\n`,
      });
      const schema = await run(pulumi, ["package", "get-schema", `quay@${version}`], folder, place.env);
      expect(JSON.parse(schema.printed)).toMatchObject({ name: "quay", version });
    });

    it("leaves a version that is installed as it is, unless it is to be installed anew", async () => {
      const file = join(installed(), "pulumi-resource-quay");
      const original = await readFile(file, "utf8");
      await writeFile(file, "changed");
      expect(await plugin(["install"], folder, place.env)).toEqual({
        ok: true,
        text: `The plugin quay ${version} is installed already. To install it anew, say --reinstall.\n`,
      });
      expect(await readFile(file, "utf8")).toBe("changed");
      expect(await plugin(["install", "--reinstall"], folder, place.env)).toEqual({
        ok: true,
        text: `The plugin quay ${version} is installed anew, for programs in every language.\n`,
      });
      expect(await readFile(file, "utf8")).toBe(original);
      expect((await readdir(installed())).sort()).toEqual((await readdir(join(root, "plugin"))).sort());
    });

    it("says what Pulumi says where it fails", async () => {
      const file = await writeTo("not-a-folder", "");
      const { ok, text } = await plugin(["install"], folder, { ...place.env, PULUMI_HOME: file });
      expect([ok, text]).toEqual([false, expect.stringMatching(/^Pulumi says: .*not a directory.*\n$/)]);
    });
  });

  describe("link", () => {
    const yaml = "name: acme # ours\nruntime: nodejs\n";
    const linked = (path: string) => `${yaml}plugins:\n  providers:\n    - name: quay\n      path: ${path}\n`;

    it("writes where the plugin is into the project, once, also from a folder below", async () => {
      const file = await writeTo("Pulumi.yaml", yaml);
      await mkdir(join(folder, "src"), there);
      expect(await plugin(["link"], join(folder, "src"))).toEqual({
        ok: true,
        text: `${file} has the plugin at node_modules/pulumi-quay/plugin now.\n`,
      });
      expect(await readFile(file, "utf8")).toBe(linked("node_modules/pulumi-quay/plugin"));
      expect(await plugin(["link"])).toEqual({
        ok: true,
        text: `${file} has the plugin at node_modules/pulumi-quay/plugin already.\n`,
      });
      expect(await readFile(file, "utf8")).toBe(linked("node_modules/pulumi-quay/plugin"));
    });

    it("finds the plugin of a workspace, above the project, and says what it takes the place of", async () => {
      const file = await writeTo("packages/infra/Pulumi.yml", linked("../elsewhere"));
      expect(await plugin(["link"], dirname(file))).toEqual({
        ok: true,
        text: `${file} has the plugin at ../../node_modules/pulumi-quay/plugin now, in place of ../elsewhere.\n`,
      });
      expect(await readFile(file, "utf8")).toBe(linked("../../node_modules/pulumi-quay/plugin"));
    });

    it("refuses where there is no project, no plugin, or no YAML", async () => {
      const outside = await mkdtemp(join(tmpdir(), "pulumi-quay-plugin-"));
      expect(await plugin(["link"], outside)).toEqual({
        ok: false,
        text: "There is no Pulumi.yaml here, nor in a folder above. Run this in a Pulumi project.\n",
      });
      await writeFile(join(outside, "Pulumi.yaml"), yaml);
      expect(await plugin(["link"], outside)).toEqual({
        ok: false,
        text: `No node_modules of ${outside} or above has the plugin. Install it there first: npm install pulumi-quay.\n`,
      });
      await rm(outside, there);
      const broken = await writeTo("broken/Pulumi.yaml", "name: [");
      expect(await plugin(["link"], dirname(broken))).toEqual({
        ok: false,
        text: expect.stringContaining(`${broken} is not YAML: `),
      });
    });
  });

  async function writeTo(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    await mkdir(dirname(file), there);
    await writeFile(file, text);
    return file;
  }
});
