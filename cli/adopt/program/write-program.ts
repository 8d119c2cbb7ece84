import { escaped } from "../../../provider/quay/client/masking";
import { ConfigSecrets } from "./config-secrets";
import {
  type AdoptedNamespace,
  BLUEPRINT,
  COMPONENT,
  type ProgramComponent,
  type ProgramOptions,
  type WrittenProgram,
} from "./contract";
import { fileNames } from "./file-names";
import { byText } from "./in-order";
import { manageable } from "./manageable";
import { componentSource, isBlueprint, namespaceSource } from "./namespace-source";
import { yamlProgram } from "./yaml-program";

/**
 * Writes a program that declares these resources as they are, each organization in a file of its own. The text depends on
 * the resources alone, not on their order. Throws when the options do not go together.
 */
export async function writeProgram(
  namespaces: readonly AdoptedNamespace[],
  options: ProgramOptions,
): Promise<WrittenProgram> {
  requireFreeName(namespaces, options);
  const sorted = [...namespaces].sort(byText(({ name }) => name));
  const checked = sorted.map((namespace) => ({ namespace, ...manageable(namespace.resources) }));
  const adopted = checked
    .map(({ namespace, kept }) => ({ ...namespace, resources: kept }))
    .filter(({ resources }) => resources.length > 0);
  const written = options.as === "yaml" ? yamlProgram(adopted) : typeScriptProgram(adopted, options);
  return {
    ...written,
    files: await Promise.all(written.files.map(laidOut)),
    leftOut: [...checked.flatMap(({ leftOut }) => leftOut), ...written.leftOut],
  };
}

function requireFreeName(namespaces: readonly AdoptedNamespace[], { as, into }: ProgramOptions): void {
  if (into === undefined) return;
  if (as === "yaml")
    throw new Error("A program that reads a YAML file has no component of another name. Leave out one.");
  if (namespaces.some(({ name }) => name === into)) {
    throw new Error(`${into} is the name of a namespace. Choose another name for the component.`);
  }
}

/** Prettier is large, and no other command needs it. */
async function laidOut({ path, text }: { path: string; text: string }) {
  const { formatted } = require("./prettier-layout") as typeof import("./prettier-layout");
  return { path, text: await formatted(text, path.endsWith(".yaml") ? "yaml" : "typescript") };
}

function typeScriptProgram(namespaces: readonly AdoptedNamespace[], options: ProgramOptions): WrittenProgram {
  const { as, into } = options;
  const secrets = new ConfigSecrets();
  const names = fileNames(namespaces.map(({ name }) => name));
  const sources = namespaces.map((namespace) => ({
    path: `${namespace.isUser ? "users" : "organizations"}/${names.get(namespace.name)}`,
    ...namespaceSource(namespace, options, secrets),
  }));
  const parent = into === undefined ? [] : [{ path: "component", source: componentSource(into) }];
  const imports = sources.map(({ path }) => `import "./${path}";`).sort();
  const index = imports.length > 0 ? [{ path: "index", source: `${imports.join("\n")}\n` }] : [];
  const files = [...parent, ...sources, ...index].map(({ path, source }) => ({
    path: `${path}.ts`,
    text: escaped(source),
  }));
  const blueprints = as === "blueprint" ? namespaces.filter(isBlueprint) : [];
  return {
    files,
    entries: sources.flatMap(({ entries }) => entries),
    components: [
      ...(into === undefined ? [] : [{ name: into, type: COMPONENT } satisfies ProgramComponent]),
      ...blueprints.map(({ name }): ProgramComponent => ({ name, type: BLUEPRINT, ...(into && { parent: into }) })),
    ],
    secrets: secrets.all,
    leftOut: secrets.leftOut,
  };
}
