import path from "node:path";
import { functions } from "../../provider/functions";
import { type QuaySettings, settingsSchema } from "../../provider/quay/settings";
import { resources } from "../../provider/resources";
import { packageRoot } from "../engine/package-root";
import { BLUEPRINT, BlueprintSchema } from "./blueprint";
import { exampleSection } from "./example-programs";
import { fileOf } from "./file-name";
import { functionSchema } from "./functions";
import { type Interfaces, interfaces } from "./interfaces";
import { facts, kindSchema } from "./kinds";
import { languages } from "./languages";
import { NamedTypes, PREFIX, type Property } from "./types";

const { version, description, keywords, license } = require("pulumi-quay/package.json");

/** The TypeScript interfaces of all kinds, functions, the blueprint and the provider's settings. */
export function declaredInterfaces(): Interfaces {
  const root = packageRoot();
  const files = [
    ...Object.keys(resources).map((kind) => `provider/resources/${fileOf(kind)}.ts`),
    "provider/functions/index.ts",
    "provider/quay/settings.ts",
    "sdk/blueprint.ts",
  ];
  return interfaces(
    files.map((file) => path.join(root, file)),
    root,
  );
}

/** The Pulumi package schema: descriptions and types come from the interfaces, defaults and enums from the Zod schemas. */
export function schema(declared: Interfaces, types = new NamedTypes(declared)) {
  const kinds = Object.fromEntries(
    Object.values(resources).map((resource) => [resource.kind, kindSchema(resource, declared, types)]),
  );
  const blueprint = new BlueprintSchema(declared, (kind) => kinds[kind]?.inputProperties ?? {});
  const entries = Object.entries({ ...kinds, [BLUEPRINT]: blueprint.resource() }).map(
    ([name, entry]) => [`${PREFIX}${name}`, entry] as const,
  );
  const typed = { resources: Object.fromEntries(entries), types: { ...types.all, ...blueprint.types } };
  const described = entries.map(([token, entry]) => {
    const name = token.slice(PREFIX.length);
    const example = exampleSection(name === BLUEPRINT ? "blueprint" : fileOf(name), typed);
    return [token, { ...entry, description: `${entry.description}${example}` }];
  });
  const resultTypes = new NamedTypes(declared, false);
  const called = Object.values(functions).map((definition) => [
    `${PREFIX}${definition.name}`,
    functionSchema(definition, declared, resultTypes),
  ]);
  const settings = settingsIn(declared, types);
  return {
    ...about(process.env),
    config: { variables: settings },
    provider: { description: "A Quay, and as whom to use it.", inputProperties: settings },
    types: { ...types.all, ...blueprint.types, ...resultTypes.all },
    resources: Object.fromEntries(described),
    functions: Object.fromEntries(called),
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
  meta: { moduleFormat: "(.*)", supportPack: true },
  language: languages,
});

/**
 * The settings, without defaults: an SDK would read a default from the environment of the program and store it with the provider,
 * the token too.
 */
function settingsIn(declared: Interfaces, types: NamedTypes): Record<string, Property> {
  const environment: Partial<Record<keyof QuaySettings, string>> = { url: "`QUAY_URL`", token: "`QUAY_TOKEN`" };
  const settings = types.properties("QuaySettings", declared.get("QuaySettings"), facts(settingsSchema.shape));
  const entries = Object.entries(settings).map(([name, { default: fallback, description, ...property }]) => {
    const fallbacks = [environment[name as keyof QuaySettings], fallback].filter((one) => one !== undefined);
    const text = fallbacks.length > 0 ? `${description} Defaults to ${fallbacks.join(", else ")}.` : description;
    return [name, { description: text, ...property, secret: name.startsWith("token") || undefined }];
  });
  return Object.fromEntries(entries);
}
