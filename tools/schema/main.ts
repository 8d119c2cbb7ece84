import { readFileSync, writeFileSync } from "node:fs";
import { declaredInterfaces, schema } from "./write";

const file = require.resolve("pulumi-quay/schema.json");
const fresh = `${JSON.stringify(schema(declaredInterfaces()), null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(file, fresh);
else if (readFileSync(file, "utf8") !== fresh) {
  console.error(
    "schema.json is older than the resource files it is made from. Run npm run generate and commit the result.",
  );
  process.exitCode = 1;
}
