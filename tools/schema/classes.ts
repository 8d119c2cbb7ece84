import type { Resource } from "../../provider/lifecycle/definition";
import type { Interfaces } from "./interfaces";

const WIDTH = 120;

/** The source of sdk/resources.ts: the resource classes, and the types that users need. */
export function classes(kinds: readonly Resource[], { get, fileOf }: Interfaces, named: Iterable<string>): string {
  const types = [...kinds.flatMap(({ kind }) => [`${kind}Args`, `${kind}State`]), ...named];
  const byModule = new Map<string, string[]>();
  for (const type of types.sort()) {
    const module = `../${fileOf(type).replace(/\\/g, "/").replace(/\.ts$/, "")}`;
    byModule.set(module, [...(byModule.get(module) ?? []), type]);
  }
  const imports = [...byModule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([module, names]) => imported(names, module));
  const declared = kinds.map(({ kind }) => `${prose(get(`${kind}State`).description ?? "")}\n${declaration(kind)}\n`);
  return [
    "// Written by npm run generate. Do not edit.\n",
    `${imports.join("\n")}\nimport { kind } from "./resource";\n`,
    `${inLines("export type {", types, "};")}\n`,
    ...declared,
  ].join("\n");
}

function imported(names: string[], module: string): string {
  const line = `import type { ${names.join(", ")} } from "${module}";`;
  return line.length <= WIDTH ? line : inLines("import type {", names, `} from "${module}";`);
}

const inLines = (begin: string, names: readonly string[], end: string) =>
  [begin, ...names.map((name) => `  ${name},`), end].join("\n");

function declaration(kind: string): string {
  const begin = `export class ${kind} extends kind<${kind}Args, ${kind}State>(`;
  const line = `${begin}"${kind}") {}`;
  return line.length <= WIDTH ? line : `${begin}\n  "${kind}",\n) {}`;
}

function prose(text: string): string {
  const lines = text.split("\n");
  if (lines.length === 1) return `/** ${text} */`;
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}
