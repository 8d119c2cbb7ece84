import { parseArgs } from "node:util";
import { packageRoot } from "../engine/package-root";
import { plan, type Release, release } from "./release";

const usage = "npm run release -- [major|minor|patch|x.y.z] [--dry-run]";

function main(): void {
  const { values, positionals } = parseArgs({ options: { "dry-run": { type: "boolean" } }, allowPositionals: true });
  if (positionals.length > 1) throw new Error(usage);
  const planned = plan(packageRoot(), positionals[0]);
  const { version, problems } = planned;
  const isRefused = problems.length > 0;
  if (values["dry-run"]) console.log(summary(planned));
  if (isRefused) throw new Error(`${version} cannot be released yet.\n${problems.map((why) => `- ${why}`).join("\n")}`);
  if (values["dry-run"]) return;
  release(packageRoot(), planned);
  console.log(`${version} is committed and tagged, here only. ${publishing}`);
}

const publishing =
  "When npm test and npm run check are content, git push --follow-tags makes .github/workflows/release.yml publish it.";

function summary({ current, version, tag, notes, files }: Release): string {
  const names = Object.keys(files);
  return [
    version === current ? `Would release ${version}:` : `Would release ${version}, after ${current}:`,
    ...(names.length > 0 ? [`  write   ${names.join(", ")}`, `  commit  Release ${version}`] : []),
    `  tag     ${tag}`,
    "",
    notes,
    "",
    publishing,
  ].join("\n");
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
