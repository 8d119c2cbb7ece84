import { createRequire } from "node:module";

const require = createRequire("/tmp/fn/package.json");
const { buildGenerator, getProgramFromFiles } = require("typescript-json-schema");
const program = getProgramFromFiles(
  [
    "/tmp/fn/sdk/blueprint/args.ts",
    "/tmp/fn/provider/functions/organizations.ts",
    "/tmp/fn/provider/functions/robots.ts",
    "/tmp/fn/provider/functions/manifests.ts",
  ],
  {
    strictNullChecks: true,
    skipLibCheck: true,
    esModuleInterop: true,
    module: "node16",
    moduleResolution: "node16",
    target: "es2022",
  },
  "/tmp/fn",
);
for (const aliasRef of [false, true]) {
  const g = buildGenerator(program, { required: true, ref: true, ignoreErrors: true, aliasRef });
  for (const n of [
    "OrganizationBlueprintArgs",
    "TeamBlueprint",
    "RepositoryBlueprint",
    "RobotBlueprint",
    "DefaultPermissionsBlueprint",
    "TeamResult",
    "RobotResult",
    "GetManifestSecurityArgs",
  ]) {
    const s = g.getSchemaForSymbol(n);
    const { definitions, ...r } = s;
    console.log(aliasRef, n, JSON.stringify(r, null, 1).slice(0, 3500));
    console.log(Object.keys(definitions ?? {}).join("  "));
  }
}
const c = program.getTypeChecker();
const sf = program.getSourceFile("/tmp/fn/provider/functions/robots.ts");
const m = c.getSymbolAtLocation(sf);
for (const e of c.getExportsOfModule(m))
  console.log(e.name, require("typescript").displayPartsToString(e.getDocumentationComment(c)));
