import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../engine/package-root";
import { packPlugin } from "./plugin-archives";
import { sbom } from "./sbom";

/** Writes into a folder what a release offers beside the npm package: the plugin, its checksums, and the bill of materials. */
function main(folder: string): void {
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const archives = packPlugin(root, version, folder);
  const materials = `pulumi-quay-${version}.cdx.json`;
  writeFileSync(join(folder, materials), `${JSON.stringify(sbom(root), null, 2)}\n`);
  const sums = [...archives, materials].map((name) => `${sha256(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
}

const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

const [folder] = process.argv.slice(2);
if (folder) main(folder);
else {
  console.error("Say into which folder: npm run release:assets -- <folder>");
  process.exitCode = 2;
}
