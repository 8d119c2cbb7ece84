import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The platforms that Pulumi downloads plugins for, as it names them. The plugin is the same script on all of them. */
const platforms = ["linux", "darwin", "windows"].flatMap((system) => [`${system}-amd64`, `${system}-arm64`]);

/** Packs the plugin for every platform, under the names by which Pulumi looks for it. Returns the names of the files. */
export function packPlugin(root: string, version: string, folder: string): string[] {
  const staged = mkdtempSync(join(tmpdir(), "pulumi-quay-"));
  try {
    cpSync(join(root, "plugin"), staged, { recursive: true });
    copyFileSync(join(root, "LICENSE"), join(staged, "LICENSE"));
    mkdirSync(folder, { recursive: true });
    return platforms.map((platform) => {
      const name = `pulumi-resource-quay-v${version}-${platform}.tar.gz`;
      const holds = readdirSync(staged).filter((file) => platform.startsWith("windows") || !file.endsWith(".cmd"));
      execFileSync("tar", ["-czf", join(folder, name), "-C", staged, ...holds.sort()]);
      return name;
    });
  } finally {
    rmSync(staged, { recursive: true, force: true, maxRetries: 3 });
  }
}
