import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { pageAssets } from "../../cli/access/page/assets";
import { withPageAssets } from "../../tools/bundle";

it("the bundled command contains the script and the style of the access page, and no bundler", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-bundle-"));
  const outfile = path.join(folder, "assets.js");
  const entry = path.join(__dirname, "../../cli/access/page/assets.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", plugins: [withPageAssets] });
  const program = `process.stdout.write(JSON.stringify(require(${JSON.stringify(outfile)}).pageAssets()))`;
  const printed = execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
  await rm(folder, { recursive: true });
  expect(JSON.parse(printed)).toEqual(pageAssets());
});
