import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { swaggerFiles } from "../adapters/rest/swagger-ui";
import { packageRoot } from "./engine/package-root";

const root = packageRoot();

/** Bundles the command with its libraries into one file, so that users of the package do not install them. */
export async function bundle(folder: string): Promise<string> {
  await copyPage(join(folder, "swagger-ui"));
  return script("cli/main.ts", join(folder, "pulumi-quay.js"), { external: ["swagger-ui-dist"] });
}

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
  const outfile = await script("native-plugin/main.ts", join(folder, "pulumi-resource-quay"), options);
  await writeFile(`${outfile}.cmd`, '@node "%~dp0pulumi-resource-quay" %*\r\n');
  // Where Pulumi copies it, a package.json of the user's may stand above, and make a file without ending an ES module.
  await writeFile(join(folder, "package.json"), '{ "type": "commonjs" }\n');
  return outfile;
}

/** An executable script with all its libraries, and beside it their licences. */
async function script(entry: string, outfile: string, options: BuildOptions): Promise<string> {
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
  await writeFile(join(dirname(outfile), "LICENSES.txt"), await licences(Object.keys(metafile.inputs)));
  return outfile;
}

const swagger = join(root, "node_modules/swagger-ui-dist");

async function copyPage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of [...swaggerFiles, "LICENSE", "NOTICE"]) await copyFile(join(swagger, file), join(folder, file));
}

/** The licences of all packages in the bundle. */
async function licences(inputs: string[]): Promise<string> {
  const packages = new Set(
    inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const texts = await Promise.all([...packages].sort().map(licence));
  return texts.join(`\n${"-".repeat(78)}\n\n`);
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
