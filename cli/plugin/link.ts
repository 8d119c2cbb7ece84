import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { findAbove } from "../above";
import { withPlugin } from "./project-file";

const plugin = join("node_modules", "pulumi-quay", "plugin");

/** Writes into the project of a folder where its plugin is. Returns a sentence that says what was done. */
export async function link(folder: string): Promise<string> {
  const file = findAbove(folder, "Pulumi.yaml", "Pulumi.yml");
  if (!file) throw new Error("There is no Pulumi.yaml here, nor in a folder above. Run this in a Pulumi project.");
  const found = findAbove(dirname(file), plugin);
  if (!found) {
    throw new Error(
      `No node_modules of ${dirname(file)} or above has the plugin. Install it there first: npm install pulumi-quay.`,
    );
  }
  const path = relative(dirname(file), found).split(sep).join("/");
  const before = await readFile(file, "utf8");
  const { text, replaced } = withPlugin(before, path, file);
  if (text === before) return `${file} has the plugin at ${path} already.`;
  await writeFile(file, text);
  return `${file} has the plugin at ${path} now${replaced === undefined ? "" : `, in place of ${replaced}`}.`;
}
