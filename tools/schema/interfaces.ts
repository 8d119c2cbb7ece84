import path from "node:path";
import { buildGenerator, getProgramFromFiles } from "typescript-json-schema";

/** A type as typescript-json-schema reads it from the source. */
export interface DeclaredType {
  type?: string | string[];
  $ref?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: DeclaredType | DeclaredType[];
  anyOf?: DeclaredType[];
  properties?: Record<string, DeclaredType>;
  required?: string[];
}

/** The interfaces that source files export. */
export interface Interfaces {
  get(name: string): DeclaredType;
  /** The source file that declares it. */
  fileOf(name: string): string;
  /** The doc comment of a constant that a file in this folder exports. */
  docOf(folder: string, name: string): string;
}

export function interfaces(files: readonly string[], root: string): Interfaces {
  const program = getProgramFromFiles([...files], { strictNullChecks: true, skipLibCheck: true }, root);
  const generator = buildGenerator(program, { required: true, ref: true, ignoreErrors: true });
  const sources = program.getSourceFiles().filter(({ fileName }) => !/[\\/]node_modules[\\/]|\.d\.ts$/.test(fileName));
  const fileOf = (name: string) => {
    const declaration = new RegExp(`^export interface ${name}\\b`, "m");
    const [found, other] = sources.filter(({ text }) => declaration.test(text)).map(({ fileName }) => fileName);
    if (!found) throw new Error(`There is no interface ${name}. Declare it in the file of its kind, with export.`);
    if (other) throw new Error(`Two interfaces are called ${name}, in ${found} and ${other}. Rename one.`);
    return path.relative(root, found);
  };
  return {
    fileOf,
    docOf(folder, name) {
      const checker = program.getTypeChecker();
      const isInFolder = ({ fileName }: { fileName: string }) => path.dirname(path.relative(root, fileName)) === folder;
      const declaration = new RegExp(`^export const ${name}\\b`, "m");
      const source = sources.find((one) => isInFolder(one) && declaration.test(one.text));
      const module = source && checker.getSymbolAtLocation(source);
      const symbol = module && checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
      const text = symbol?.getDocumentationComment(checker).map(({ text }) => text) ?? [];
      if (text.length === 0) throw new Error(`There is no doc comment of ${name} for schema.json.`);
      return text.join("");
    },
    get(name) {
      fileOf(name);
      const found = generator?.getSchemaForSymbol(name) as DeclaredType & {
        definitions?: Record<string, DeclaredType>;
      };
      // A recursive interface is listed under its own definitions.
      return found.properties ? found : (found.definitions?.[name] ?? found);
    },
  };
}
