import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

// Run in a project: prints the exports that cannot be used. All of them have to be requirable and importable, with the
// same names both ways; and the commands have to print the version.
const require = createRequire(`${process.cwd()}/index.js`);
const { bin = {}, exports, version } = require("pulumi-quay/package.json");
for (const path of Object.keys(exports)) {
  const name = `pulumi-quay${path.slice(1)}`;
  const required = Object.keys(require(name));
  const imported = path.endsWith(".json") ? required : Object.keys(await import(require.resolve(name)));
  const missing = required.filter((each) => !imported.includes(each));
  if (required.length === 0) console.log(`${name} exports nothing.`);
  if (missing.length > 0) console.log(`${name}: ${missing} cannot be imported by name.`);
}
for (const command of Object.keys(bin)) {
  const said = execFileSync(`node_modules/.bin/${command}`, ["--version"], { encoding: "utf8" }).trim();
  if (said !== version) console.log(`${command} says ${said} and not ${version}.`);
}
