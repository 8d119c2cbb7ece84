import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { swaggerFiles } from "../adapters/rest/swagger-ui";
import { pageAssets } from "../cli/access/page/assets";
import { readers } from "../cli/adopt/program/yaml-readers";
import { packageRoot } from "./engine/package-root";

const root = packageRoot();

/**
 * Bundles the command with its libraries, so that users of the package do not install them. The formatter of generated programs
 * is a file of its own, because reading it would slow down the start of every command.
 */
export async function bundle(folder: string): Promise<string> {
  await copyFiles(swagger, join(folder, "swagger-ui"), [...swaggerFiles, "LICENSE", "NOTICE"]);
  await copyFiles(join(root, "examples/multi-org"), join(folder, "multi-org"), readers);
  const outfile = join(folder, "pulumi-quay.js");
  const options = { external: ["swagger-ui-dist", "./prettier-layout"], plugins: [withPageAssets] };
  const command = await script("cli/main.ts", outfile, options);
  const formatter = await script("cli/adopt/program/prettier-layout.ts", join(folder, "prettier-layout.js"), {
    banner: {},
  });
  await writeLicences(folder, [...command, ...formatter]);
  return outfile;
}

/** The page of the command access with its script and style, in place of what bundles them. */
export const withPageAssets: Plugin = {
  name: "with-page-assets",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]cli[\\/]access[\\/]page[\\/]assets\.ts$/ }, ({ path }) => {
      const assets = JSON.stringify(pageAssets(join(dirname(path), "browser")));
      return { contents: `exports.pageAssets = () => (${assets});` };
    }),
};

/** What the plugin never uses of its libraries. It would cost time and memory at every start. */
const unused = [
  // What Pulumi's SDK has for programs only: it runs the CLI, and serializes functions with the TypeScript compiler.
  "@pulumi/pulumi/(automation|runtime/closure)/",
  // For the services in which gRPC tells about itself.
  "@grpc/proto-loader/",
  // Zod's messages in other languages.
  "zod/v4/locales/index",
];

const withoutUnused: Plugin = {
  name: "without-unused",
  setup: ({ onLoad }) =>
    onLoad({ filter: new RegExp(unused.join("|").replaceAll("/", "[\\\\/]")) }, () => ({
      contents: "module.exports = {};",
    })),
};

/** Bundles the plugin into one file that needs nothing but Node. */
export async function bundlePlugin(folder: string): Promise<string> {
  const options = { plugins: [withoutUnused] };
  const outfile = join(folder, "pulumi-resource-quay");
  await writeLicences(folder, await script("native-plugin/main.ts", outfile, options));
  await writeFile(`${outfile}.cmd`, '@node "%~dp0pulumi-resource-quay" %*\r\n');
  // Where Pulumi copies it, a package.json of the user's may stand above, and make a file without ending an ES module.
  await writeFile(join(folder, "package.json"), '{ "type": "commonjs" }\n');
  return outfile;
}

/** Makes an executable script with all its libraries. Returns the files in it. */
async function script(entry: string, outfile: string, options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    ...options,
    minify: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  await chmod(outfile, 0o755);
  return Object.keys(metafile.inputs);
}

const swagger = join(root, "node_modules/swagger-ui-dist");

async function copyFiles(from: string, to: string, files: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of files) await copyFile(join(from, file), join(to, file));
}

/** Writes the licences of all packages of which there are files in a bundle. */
async function writeLicences(folder: string, inputs: string[]): Promise<void> {
  const packages = new Set(
    inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const texts = await Promise.all([...packages].sort().map(licence));
  await writeFile(join(folder, "LICENSES.txt"), texts.join(`\n${"-".repeat(78)}\n\n`));
}

async function licence(folder: string): Promise<string> {
  const about = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const names = ["LICENSE", "LICENSE.md", "license", "LICENSE.txt", "LICENCE"];
  const text = await names.reduce(
    (found, name) => found.then((known) => known ?? readFile(join(root, folder, name), "utf8").catch(() => undefined)),
    Promise.resolve<string | undefined>(undefined),
  );
  return `${about.name} ${about.version} (${about.license})\n\n${text ?? ""}`;
}

if (require.main === module) {
  Promise.all([bundle(join(root, "dist/bin")), bundlePlugin(join(root, "plugin"))]).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
