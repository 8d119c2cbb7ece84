import { delimiter, dirname, join } from "node:path";
import { exec, unreachable } from "../package/project";
import { root, run } from "../package/tarball";

/** The file that the npm package `node` installs on this machine. */
function packageOf(major: number): string {
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const platform = process.platform === "win32" ? "win" : process.platform;
  return `${prefix}-${platform}-${process.arch}@${major}`;
}

/**
 * The Node of that major version, which npm keeps in its cache after the first download. Undefined when it cannot be downloaded because
 * the package registry cannot be reached.
 */
export async function nodeOf(major: number): Promise<string | undefined> {
  const { ok, printed, text } = await exec(packageOf(major), ["node", "-p", "process.execPath"], root);
  if (ok) return printed.trim();
  if (!unreachable.test(text)) throw new Error(`Node ${major} cannot be had:\n${text}`);
  process.stderr.write(`Not tried: Node ${major}, because the package registry cannot be reached.\n`);
}

/** Runs Jest, and all that its tests start, with that Node. `record` is a file that records which Node ran what. */
export function jestWith(node: string, files: string[], record: string) {
  const { NODE_OPTIONS = "", PATH } = process.env;
  const env = {
    PATH: [dirname(node), PATH].join(delimiter),
    NODE_OPTIONS: `${NODE_OPTIONS} --require ${JSON.stringify(require.resolve("./record-version.js"))}`.trim(),
    QUAY_TEST_RECORD: record,
    QUAY_TEST_VERSIONS: "",
  };
  return run(node, [join(root, "node_modules", "jest", "bin", "jest.js"), "--maxWorkers", "2", ...files], root, env);
}

/** Where a version could not be downloaded, nothing was tested: in continuous integration that is a failure. */
export function untested(): void {
  expect(process.env.CI ?? "").toBe("");
}
