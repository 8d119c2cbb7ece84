import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dependencies, version } from "../../../../package.json";
import { findEngine, temporaryWorkspace } from "../../../../tools/engine";
import { about } from "../../../../tools/schema/package-schema";
import { root, run } from "../../../package/tarball";
import { type Downloads, fileServer, gitHub } from "./downloads";

const archive = (platform: string) => `pulumi-resource-quay-v${version}-${platform}.tar.gz`;
const platforms = ["linux", "darwin", "windows"].flatMap((system) => [`${system}-amd64`, `${system}-arm64`]);
const system = process.platform === "win32" ? "windows" : process.platform;
const here = archive(`${system}-${process.arch === "x64" ? "amd64" : process.arch}`);
const materials = `pulumi-quay-${version}.cdx.json`;

describe("What a release offers for download", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-quay-release-"));
    const { ok, text } = await run(process.execPath, ["dist/tools/release/assets/main.js", folder], root);
    expect([ok, text]).toEqual([true, ""]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is the plugin for every platform of Pulumi's, a bill of materials, and the checksums of both", async () => {
    const names = [...platforms.map(archive), materials];
    expect((await readdir(folder)).sort()).toEqual([...names, "SHA256SUMS"].sort());
    const sum = async (name: string) =>
      createHash("sha256")
        .update(await readFile(join(folder, name)))
        .digest("hex");
    const lines = await Promise.all(names.map(async (name) => `${await sum(name)}  ${name}\n`));
    expect(await readFile(join(folder, "SHA256SUMS"), "utf8")).toBe(lines.join(""));
  });

  it.each(platforms)("is on %s the script with its licences, and on Windows what starts it", async (platform) => {
    const { printed } = await run("tar", ["-tvzf", archive(platform)], folder);
    const files = printed.trim().split("\n");
    const start = platform.startsWith("windows") ? ["pulumi-resource-quay.cmd"] : [];
    expect(files.map((line) => line.split(" ").at(-1))).toEqual([
      ...["LICENSE", "LICENSES.txt", "package.json", "pulumi-resource-quay"],
      ...start,
    ]);
    expect(files[3]).toMatch(/^-rwxr-xr-x/);
  });

  it("has in its bill of materials all that is installed and all that is bundled, and nothing for development", async () => {
    const { bomFormat, metadata, components } = JSON.parse(await readFile(join(folder, materials), "utf8"));
    expect(bomFormat).toBe("CycloneDX");
    expect(metadata.component).toMatchObject({ name: "pulumi-quay", version });
    const names: string[] = components.map(({ name }: { name: string }) => name);
    const bundled = ["@grpc/grpc-js", "@modelcontextprotocol/sdk", "@pulumi/pulumi", "commander", "hono", "yaml"];
    expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), ...bundled, "swagger-ui-dist"]));
    for (const tool of ["jest", "typescript", "esbuild", "pulumi-quay"]) expect(names).not.toContain(tool);
    const references = components.map((one: Record<string, string>) => one["bom-ref"]);
    expect(new Set(references).size).toBe(references.length);
  });

  describe("is installed by Pulumi", () => {
    let place: Awaited<ReturnType<typeof temporaryWorkspace>>;
    let server: Downloads | undefined;
    beforeAll(async () => {
      place = await temporaryWorkspace(await findEngine());
    }, 900_000);
    afterEach(() => server?.close());
    afterAll(() => place.remove());

    async function install(args: string[], env: Record<string, string> = {}) {
      const all = { ...place.env, ...env };
      await run("pulumi", ["plugin", "rm", "resource", "quay", "--yes"], place.dir, all);
      const { text } = await run("pulumi", ["plugin", "install", "resource", "quay", ...args], place.dir, all);
      const { printed } = await run("pulumi", ["package", "get-schema", `quay@${version}`], place.dir, all);
      return { text, name: printed && JSON.parse(printed).name };
    }

    it("from the file", async () => {
      expect(await install([version, "--file", join(folder, here)])).toMatchObject({ name: "quay" });
    });

    it("from any web server", async () => {
      server = await fileServer(folder);
      expect(await install([version, "--server", server.url])).toMatchObject({ name: "quay" });
      expect(server.asked).toEqual([`/${here}`]);
    });

    it("from a release on GitHub, in the repository pulumi-quay of an owner", async () => {
      const path = `/repos/owner/pulumi-quay/releases/tags/v${version}`;
      server = await gitHub(folder, { path, files: await readdir(folder) });
      const trusted = join(place.dir, "authority.pem");
      await writeFile(trusted, server.caCertificate);
      const address = `${server.url.replace("https", "github")}/owner`;
      const installed = await install([version, "--server", address], { SSL_CERT_FILE: trusted, GITHUB_TOKEN: "" });
      expect(installed).toMatchObject({ name: "quay" });
      expect(server.asked).toEqual([path, `/assets/${here}`]);
    });
  });
});

describe("The address from which Pulumi downloads the plugin", () => {
  it("is in the schema only when the release says so", () => {
    const address = "github://api.github.com/owner";
    expect(about({ QUAY_PLUGIN_DOWNLOAD_URL: address })).toMatchObject({ pluginDownloadURL: address });
    for (const env of [{}, { QUAY_PLUGIN_DOWNLOAD_URL: "" }]) expect(about(env).pluginDownloadURL).toBeUndefined();
  });
});
