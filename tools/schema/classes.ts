import type { Resource } from "../../provider/lifecycle/resource";
import type { Interfaces } from "./interfaces";
import { docComment, fitting, HEADER, inLines, WIDTH } from "./source-text";
import { PREFIX } from "./types";

/** An enumeration in the package schema. */
interface Enumeration {
  description?: string;
  enum: { name: string; value: string }[];
}

/** The source of sdk/types.ts: the types that users need, and the enumerations as objects. */
export function types(
  kinds: readonly Resource[],
  { fileOf }: Interfaces,
  named: { interfaces: Iterable<string>; all: Record<string, object> },
): string {
  const interfaces = [...typesOf(kinds), ...named.interfaces].sort();
  const byModule = new Map<string, string[]>();
  for (const name of interfaces) {
    const module = `../${fileOf(name).replace(/\\/g, "/").replace(/\.ts$/, "")}`;
    byModule.set(module, [...(byModule.get(module) ?? []), name]);
  }
  const exported = [...byModule]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => {
      const line = `export type { ${names.join(", ")} } from "${module}";`;
      return fitting(line, inLines("export type {", names, `} from "${module}";`));
    });
  const enumerations = Object.entries(named.all)
    .filter((entry): entry is [string, Enumeration] => "enum" in entry[1])
    .map(([token, one]) => enumeration(token.replace(PREFIX, ""), one));
  return [HEADER, `${exported.join("\n")}\n`, ...enumerations].join("\n");
}

/** The source of the resource classes of a face, dynamic or native, with the way from their folder to sdk/. */
export function classes(kinds: readonly Resource[], { get }: Interfaces, face: string, sdk: string): string {
  const declared = kinds.map(
    ({ kind }) => `${docComment(get(`${kind}State`).description ?? "")}\n${declaration(kind, face)}\n`,
  );
  return [
    HEADER,
    `import { ${face} } from "${sdk}/face";`,
    `import { kind } from "${sdk}/resource";`,
    `${inLines("import type {", typesOf(kinds).sort(), `} from "${sdk}/types";`)}\n`,
    ...declared,
  ].join("\n");
}

const typesOf = (kinds: readonly Resource[]) => kinds.flatMap(({ kind }) => [`${kind}Args`, `${kind}State`]);

function enumeration(name: string, { description = "", enum: members }: Enumeration): string {
  const [begin, values] = [`export type ${name} =`, `(typeof ${name})[keyof typeof ${name}];`];
  const entries = members.map(({ name, value }) => `${name}: ${JSON.stringify(value)}`);
  return [
    docComment(description),
    inLines(`export const ${name} = {`, entries, "} as const;"),
    `${fitting(`${begin} ${values}`, `${begin}\n  ${values}`)}\n`,
  ].join("\n");
}

function declaration(kind: string, face: string): string {
  const begin = `export class ${kind} extends kind<`;
  const head = `${begin}${kind}Args, ${kind}State>(`;
  const broken =
    head.length <= WIDTH
      ? `${head}\n  "${kind}",\n  ${face},\n) {}`
      : `${begin}\n  ${kind}Args,\n  ${kind}State\n>("${kind}", ${face}) {}`;
  return fitting(`${head}"${kind}", ${face}) {}`, broken);
}
