import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Resource } from "../../provider/lifecycle/definition";
import { settingsSchema } from "../../provider/quay/settings";
import { resources } from "../../provider/resources";
import { fileOf } from "./file-name";
import { type DeclaredType, type Interfaces, interfaces } from "./interfaces";
import { type Facts, NamedTypes, type Property } from "./types";

const root = path.dirname(require.resolve("pulumi-quay/package.json"));
const { version, description, keywords, license } = require("pulumi-quay/package.json");

/** The TypeScript interfaces of all kinds and of the provider's settings. */
export function declaredInterfaces(): Interfaces {
  const files = [
    ...Object.keys(resources).map((kind) => `resources/${fileOf(kind)}.ts`),
    "quay/settings.ts",
    "functions/index.ts",
  ];
  return interfaces(
    files.map((file) => path.join(root, "provider", file)),
    root,
  );
}

/** The Pulumi package schema: descriptions and types come from the interfaces, defaults and enums from the Zod schemas. */
export function schema(declared: Interfaces, types = new NamedTypes(declared)) {
  const described = Object.values(resources).map((resource) => {
    const { description, ...properties } = kindSchema(resource, declared, types);
    const code = `\n\n## Example\n\n\`\`\`typescript\n${example(resource.kind)}\`\`\``;
    return [`quay:index:${resource.kind}`, { description: `${description}${code}`, ...properties }];
  });
  const config = types.properties("QuaySettings", declared.get("QuaySettings"), facts(settingsSchema.shape));
  for (const name of ["token", "tokens"]) if (config[name]) config[name].secret = true;
  const named = Object.fromEntries(
    Object.entries(config).map(([name, property]) => [
      name,
      name === "url" || name === "token"
        ? { ...property, defaultInfo: { environment: [`QUAY_${name.toUpperCase()}`] } }
        : property,
    ]),
  );
  return {
    ...about(process.env),
    config: { variables: named },
    provider: { description: "A Quay, and as whom to use it.", inputProperties: named },
    types: types.all,
    resources: Object.fromEntries(described),
  };
}

/** What the schema says of the package as a whole. */
export const about = (env: NodeJS.ProcessEnv) => ({
  $schema: "https://raw.githubusercontent.com/pulumi/pulumi/master/pkg/codegen/schema/pulumi.json",
  name: "quay",
  displayName: "Quay",
  version,
  description,
  keywords,
  license,
  // Set for a release whose plugin can be downloaded: programs hold this address for good.
  pluginDownloadURL: env.QUAY_PLUGIN_DOWNLOAD_URL || undefined,
  meta: { moduleFormat: "(.*)" },
  language: { nodejs: { packageName: "pulumi-quay", respectSchemaVersion: true } },
});

/** The entry of a kind in the package schema. */
export function kindSchema(resource: Resource, declared: Interfaces, types: NamedTypes) {
  const { kind, accepts, changes, flags, secrets } = resource;
  const [args, state] = [declared.get(`${kind}Args`), declared.get(`${kind}State`)];
  const known = facts(accepts);
  const changeable = new Set<string>([...changes.flatMap(({ of }) => of), ...flags]);
  const marked = (name: string, { $ref, ...property }: Property, isInput: boolean): Property => ({
    ...property,
    default: isInput ? property.default : undefined,
    willReplaceOnChanges: (isInput && !changeable.has(name)) || undefined,
    secret: secrets.includes(name) || undefined,
    $ref,
  });
  const propertiesOf = (of: DeclaredType) =>
    Object.fromEntries(
      Object.entries(types.properties(kind, of, known)).map(([name, property]) => [
        name,
        marked(name, property, of === args),
      ]),
    );
  return {
    description: state.description,
    properties: propertiesOf(state),
    required: [...(state.required ?? [])].sort(),
    inputProperties: propertiesOf(args),
    requiredInputs: [...(args.required ?? [])].sort(),
  };
}

const facts = (accepts: Record<string, z.ZodType>): Record<string, Facts> =>
  Object.fromEntries(
    Object.entries(accepts).map(([name, accepted]) => {
      const known = z.toJSONSchema(accepted, { io: "input", unrepresentable: "any" }) as Facts;
      // The JSON schema of a transformed value does not contain its default.
      return [name, { ...known, default: accepted.safeParse(undefined).data }];
    }),
  );

const example = (kind: string) => readFileSync(path.join(root, "examples", fileOf(kind), "index.ts"), "utf8");
