import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { functions } from "../../provider/functions";
import { resources } from "../../provider/resources";
import { packageRoot } from "../engine/package-root";
import { calls } from "./calls";
import { classes, types as sdkTypes } from "./classes";
import { declaredInterfaces, schema } from "./package-schema";
import { NamedTypes } from "./types";

const asked = Object.values(functions);
const kinds = Object.values(resources);
const declared = declaredInterfaces();
const types = new NamedTypes(declared);
const described = schema(declared, types);
const generated = {
  "schema.json": `${JSON.stringify(described, null, 2)}\n`,
  "sdk/types.ts": sdkTypes(kinds, declared, types),
  "sdk/functions.ts": calls(asked, declared, {
    definitions: "../provider/functions",
    ask: "./functions/ask",
    invoke: "./functions/invoke",
  }),
  "sdk/native/functions.ts": calls(asked, declared, {
    definitions: "../../provider/functions",
    ask: "../functions/ask",
    invoke: "./invoke",
  }),
  "sdk/resources.ts": classes(kinds, declared, "dynamic", "."),
  "sdk/native/resources.ts": classes(kinds, declared, "native", ".."),
};

for (const [name, text] of Object.entries(generated)) {
  const file = join(packageRoot(), name);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${name} is older than the files it is made from. Run npm run generate and commit the result.`);
    process.exitCode = 1;
  }
}
