import { join } from "node:path";
import { pulumi } from "../pulumi";

const { version } = require("pulumi-quay/package.json") as { version: string };

/** The plugin of this package; the command is one file, in dist/bin. */
const folder = join(__dirname, "..", "..", "plugin");

interface InstalledPlugin {
  name: string;
  kind: string;
  version: string;
}

/** Installs the plugin of this package into Pulumi's folder. Returns a sentence that says what was done. */
export async function install(reinstall = false): Promise<string> {
  const installed: InstalledPlugin[] = JSON.parse(await pulumi(["plugin", "ls", "--json"]));
  const isSame = (plugin: InstalledPlugin) =>
    plugin.name === "quay" && plugin.kind === "resource" && plugin.version === version;
  const isThere = installed.some(isSame);
  if (isThere && !reinstall) {
    return `The plugin quay ${version} is installed already. To install it anew, say --reinstall.`;
  }
  const again = isThere ? ["--reinstall"] : [];
  await pulumi(["plugin", "install", "resource", "quay", version, "--file", folder, ...again]);
  return `The plugin quay ${version} is installed${isThere ? " anew" : ""}, for programs in every language.`;
}
