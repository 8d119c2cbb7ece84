import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { languageHosts } from "../../../tools/engine/languages";
import { Computer, script } from "./fakes";

let computer: Computer;
beforeEach(() => {
  computer = new Computer();
});
afterEach(() => computer.remove());

const hosts = () => languageHosts({ env: computer.env, say: (line) => computer.printed.push(line) });
const builds = () => readFileSync(join(computer.root, "built"), "utf8").trim().split("\n");

/** A `go` that builds one program for each package, and knows where Pulumi's SDK is. */
function installGo() {
  const sdk = join(computer.root, "sdk");
  script(join(sdk, "python", "cmd"), "pulumi-language-python-exec", "#!/usr/bin/env python\n");
  computer.installGo(`
    if (process.argv[2] === "list") console.log(${JSON.stringify(sdk)});
    else {
      const name = path.basename(process.argv.at(-1)).replace("tool", path.basename(process.cwd()));
      fs.writeFileSync(out.endsWith("/") ? out + name : out, name, { mode: 0o755 });
    }`);
}

describe("The language hosts", () => {
  test("are built beside the CLI: those that run programs, and in front of them one that also writes programs", async () => {
    installGo();
    const folder = await hosts();
    expect(folder).toBe(join(dirname(computer.made), "languages"));
    expect(readdirSync(folder).sort()).toEqual([
      "built-from",
      "pulumi-language-go",
      "pulumi-language-nodejs",
      "pulumi-language-python",
      "released",
      "yaml-host",
    ]);
    expect(readdirSync(join(folder, "released")).sort()).toEqual([
      "go-host",
      "pulumi-language-nodejs",
      "pulumi-language-python",
      "pulumi-language-python-exec",
    ]);
    for (const language of ["go", "nodejs", "python"])
      expect(readFileSync(join(folder, `pulumi-language-${language}`), "utf8")).toBe("generating-host");
    expect(statSync(join(folder, "released", "pulumi-language-python-exec")).mode & 0o777).toBe(0o755);
    expect(readdirSync(dirname(dirname(folder)))).toEqual(["3.259.0"]);
  });

  test("are built once", async () => {
    installGo();
    await hosts();
    const before = builds();
    await hosts();
    expect(builds()).toEqual(before);
  });

  test("are built again when a go.mod or the source of a host has changed", async () => {
    installGo();
    const before = join(await hosts(), "built-from");
    const count = builds().length;
    script(dirname(before), "built-from", "another source");
    await hosts();
    expect(builds()).toHaveLength(2 * count);
    expect(readFileSync(before, "utf8")).toMatch(/^[0-9a-f]{64}$/);
  });

  test("need Go, and leave nothing behind without it", async () => {
    await expect(hosts()).rejects.toThrow("Building it needs Go, and there is no go on PATH.");
    expect(readdirSync(join(computer.home, "versions"))).toEqual([]);
  });
});
