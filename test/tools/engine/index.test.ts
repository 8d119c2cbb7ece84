import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Computer, installPulumi, pulumiOnly, script } from "./fakes";

let computer: Computer;
beforeEach(() => {
  computer = new Computer();
});
afterEach(() => computer.remove());

describe("a CLI on PATH", () => {
  test("is preferred to the cache", async () => {
    installPulumi(computer.path, "v3.260.0");
    installPulumi(computer.cached("3.270.0"), "v3.270.0");
    expect(await computer.find()).toEqual({
      root: dirname(computer.path),
      bin: computer.path,
      version: "3.260.0",
      source: "PATH",
    });
    expect(computer.printed).toEqual([]);
  });

  test("that is too old is named, and the cache is used", async () => {
    installPulumi(computer.path, "v3.253.9");
    installPulumi(computer.cached("3.254.0"), "v3.254.0");
    expect(await computer.find()).toMatchObject({ version: "3.254.0", source: "cache" });
    expect(computer.printed).toEqual([
      `pulumi 3.253.9 in ${computer.path} is too old: at least 3.254.0 is needed, because import files carry outputs only since then.`,
    ]);
  });

  test.each(["dev", "", "v0-local"])("with a version that is not numeric (%p) is accepted", async (printed) => {
    installPulumi(computer.path, printed);
    expect(await computer.find()).toMatchObject({ source: "PATH" });
  });

  test("without its plugins is named, and the cache is used", async () => {
    pulumiOnly(computer.path, "v3.260.0");
    installPulumi(computer.cached("3.259.0"), "v3.259.0");
    expect(await computer.find()).toMatchObject({ source: "cache" });
    expect(computer.printed[0]).toContain("comes without pulumi-language-nodejs and pulumi-resource-pulumi-nodejs");
  });

  test("may have its plugins elsewhere on PATH", async () => {
    pulumiOnly(computer.path, "v3.260.0");
    const elsewhere = join(computer.root, "elsewhere");
    for (const name of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"])
      script(elsewhere, name, "#!/bin/sh\n");
    computer.env.PATH += delimiter + elsewhere;
    expect(await computer.find()).toMatchObject({ bin: computer.path, source: "PATH" });
  });

  test("may be a link to the folder with the plugins", async () => {
    const installed = installPulumi(join(computer.root, "installed", "bin"), "v3.260.0");
    mkdirSync(computer.path, { recursive: true });
    symlinkSync(join(installed, "pulumi"), join(computer.path, "pulumi"));
    expect(await computer.find()).toMatchObject({ bin: installed, root: dirname(installed), source: "PATH" });
  });

  test("in a folder that is not named bin gets a root with a bin that is a link to it", async () => {
    const unpacked = installPulumi(join(computer.root, "unpacked"), "v3.260.0");
    computer.env.PATH = unpacked;
    const { root, bin } = await computer.find();
    expect(bin).toBe(unpacked);
    expect(readdirSync(join(root, "bin"))).toContain("pulumi");
    expect((await computer.find()).root).toBe(root);
  });

  test("that is the npm package's wrapper, which downloads, is not run", async () => {
    const wrapper = join(computer.root, "node_modules", ".bin");
    script(wrapper, "pulumi", `#!/bin/sh\necho > ${join(computer.root, "asked")}\necho v3.260.0\n`);
    computer.env.PATH = wrapper;
    await expect(computer.find()).rejects.toThrow("There is no pulumi on PATH.");
    expect(existsSync(join(computer.root, "asked"))).toBe(false);
  });
});

describe("a CLI in the cache", () => {
  test("is chosen by the highest version number", async () => {
    for (const version of ["3.254.0", "3.1000.0", "3.259.0"]) installPulumi(computer.cached(version), `v${version}`);
    expect(await computer.find()).toMatchObject({ version: "3.1000.0", source: "cache" });
  });

  test("may be in Pulumi's own installation folder", async () => {
    const bin = installPulumi(join(computer.home, "bin"), "v3.260.0");
    expect(await computer.find()).toMatchObject({ bin, root: computer.home, source: "cache" });
  });

  test("that is broken is named, and the next is used", async () => {
    installPulumi(computer.cached("3.260.0"), "v3.260.0");
    script(computer.cached("3.260.0"), "pulumi", "#!/bin/sh\necho no such library. >&2\nexit 127\n");
    installPulumi(computer.cached("3.259.0"), "v3.259.0");
    expect(await computer.find()).toMatchObject({ version: "3.259.0" });
    expect(computer.printed).toEqual([`pulumi in ${computer.cached("3.260.0")} does not run: no such library.`]);
  });
});

describe("when no CLI works", () => {
  test("one message names the four locations and how to proceed", async () => {
    await expect(computer.find()).rejects.toThrow(
      [
        "No Pulumi CLI of version 3.254.0 or newer could be found or got.",
        "There is no pulumi on PATH.",
        `There is none in Pulumi's cache, ${computer.home}.`,
        "Pulumi's installer cannot be reached: there is no network.",
        "Building it needs Go, and there is no go on PATH.",
        "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.25 or newer (https://go.dev/doc/install), and try again.",
      ].join("\n"),
    );
    expect(readdirSync(join(computer.home, "versions"))).toEqual([]);
  });

  test("the message also names what was found and could not be used", async () => {
    installPulumi(computer.path, "v3.100.0");
    await expect(computer.find()).rejects.toThrow(`pulumi 3.100.0 in ${computer.path} is too old`);
  });

  test("a home folder that is not writable is named", async () => {
    script(computer.root, "home", "a file");
    await expect(computer.find()).rejects.toThrow("Pulumi's cache cannot be written: ");
  });
});
