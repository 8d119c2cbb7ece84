import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack, run, type Tarball } from "./tarball";

describe("The plugin of the published package, unpacked with nothing installed,", () => {
  let folder: string;
  let plugin: string;
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await pack();
    folder = await mkdtemp(join(tmpdir(), "pulumi-quay-plugin-"));
    await run("tar", ["-xzf", tarball.file, "-C", folder], folder);
    plugin = join(folder, "package", "plugin");
  });
  afterAll(async () => {
    await Promise.all([tarball.remove(), rm(folder, { recursive: true })]);
  });

  it("is an executable, what Windows starts, and the licences of its libraries", async () => {
    expect(tarball.holds.filter((file) => file.startsWith("plugin/")).sort()).toEqual([
      "plugin/LICENSES.txt",
      "plugin/package.json",
      "plugin/pulumi-resource-quay",
      "plugin/pulumi-resource-quay.cmd",
    ]);
    expect((await stat(join(plugin, "pulumi-resource-quay"))).mode & 0o111).toBe(0o111);
    expect(await readFile(join(plugin, "pulumi-resource-quay.cmd"), "utf8")).toBe(
      '@node "%~dp0pulumi-resource-quay" %*\r\n',
    );
    const licences = (await readFile(join(plugin, "LICENSES.txt"), "utf8")).split(`\n${"-".repeat(78)}\n\n`);
    const titles = licences.map((one) => /^(\S+) \d\S* \(.+\)\n\n\s*\S/.exec(one)?.[1]);
    expect(titles).toEqual(
      expect.arrayContaining(["@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf", "undici", "zod"]),
    );
    expect(titles).not.toContain(undefined);
  });

  it("starts, and says its port", async () => {
    expect(await portOf(plugin)).toBeGreaterThan(0);
  });

  it("starts below a folder whose package.json says that all files are ES modules", async () => {
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    const copied = join(folder, "plugins", "resource-quay");
    await mkdir(copied, { recursive: true });
    await cp(plugin, copied, { recursive: true });
    expect(await portOf(copied)).toBeGreaterThan(0);
  });
});

/** Starts the plugin alone, without an engine, and stops it when it has said its port. */
async function portOf(folder: string): Promise<number> {
  const child = spawn(join(folder, "pulumi-resource-quay"), { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint += chunk));
  try {
    const [said] = await Promise.race([
      once(child.stdout, "data"),
      ended.then(() => Promise.reject(new Error(complaint))),
    ]);
    return Number(said);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
