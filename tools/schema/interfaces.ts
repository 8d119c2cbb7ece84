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

/** The interfaces and named types that source files export. */
export interface Interfaces {
  get(name: string): DeclaredType;
  /** The source file that declares it. */
  fileOf(name: string): string;
  /** The doc comment of a constant or class that a file of the folder exports, or of a member of the class. */
  docOf(folder: string, name: string, member?: string): string;
}

const options = { strictNullChecks: true, skipLibCheck: true, module: "node16", moduleResolution: "node16" };

export function interfaces(files: readonly string[], root: string): Interfaces {
  const program = getProgramFromFiles([...files], options, root);
  const generator = buildGenerator(program, { required: true, ref: true, ignoreErrors: true });
  const sources = program.getSourceFiles().filter(({ fileName }) => !/[\\/]node_modules[\\/]|\.d\.ts$/.test(fileName));
  const declaring = (what: string, name: string) => {
    const declaration = new RegExp(`^export ${what} ${name}\\b`, "m");
    return sources.filter(({ text }) => declaration.test(text));
  };
  const fileOf = (name: string) => {
    const [found, other] = declaring("(?:interface|type)", name).map(({ fileName }) => fileName);
    if (!found) throw new Error(`There is no interface ${name}. Declare it in the file of its kind, with export.`);
    if (other) throw new Error(`Two interfaces are called ${name}, in ${found} and ${other}. Rename one.`);
    return path.relative(root, found);
  };
  return {
    fileOf,
    get(name) {
      fileOf(name);
      const found = generator?.getSchemaForSymbol(name) as DeclaredType & {
        definitions?: Record<string, DeclaredType>;
      };
      // A recursive interface is listed under its own definitions.
      return found.properties ? found : (found.definitions?.[name] ?? found);
    },
    docOf(folder, name, member) {
      const checker = program.getTypeChecker();
      const isInFolder = ({ fileName }: { fileName: string }) => path.dirname(path.relative(root, fileName)) === folder;
      const source = declaring("(?:const|class)", name).find(isInFolder);
      const module = source && checker.getSymbolAtLocation(source);
      const exported = module && checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
      const symbol = member ? exported?.members?.get(member as never) : exported;
      const text = symbol?.getDocumentationComment(checker).map(({ text }) => text) ?? [];
      if (text.length === 0) throw new Error(`There is no doc comment of ${member ?? name} for schema.json.`);
      return text.join("");
    },
  };
}
