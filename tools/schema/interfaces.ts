import path from "node:path";
import { type Definition, generateSchema, getProgramFromFiles } from "typescript-json-schema";

/** A type as typescript-json-schema reads it from the source. */
export interface Declared {
  type?: string | string[];
  /** Leads to one of the definitions. */
  $ref?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Declared | Declared[];
  anyOf?: Declared[];
  properties?: Record<string, Declared>;
  required?: string[];
  additionalProperties?: Declared | boolean;
  definitions?: Record<string, Declared>;
}

/** The interfaces of some source files. */
export interface Interfaces {
  get(name: string): Declared;
  /** The file that exports one. */
  fileOf(name: string): string;
}

export function interfaces(files: readonly string[], root: string): Interfaces {
  const program = getProgramFromFiles([...files], { strictNullChecks: true, skipLibCheck: true }, root);
  const settings = { required: true, ref: true, ignoreErrors: true };
  return {
    get(name) {
      const found: Definition | null = generateSchema(program, name, settings);
      if (!found) throw new Error(`There is no interface ${name} in provider/resources.`);
      return found as Declared;
    },
    fileOf(name) {
      const declaration = new RegExp(`^export interface ${name}\\b`, "m");
      const own = program.getSourceFiles().filter(({ fileName }) => !/[\\/]node_modules[\\/]|\.d\.ts$/.test(fileName));
      const found = own.find(({ text }) => declaration.test(text));
      if (!found) throw new Error(`No file exports the interface ${name}. Write: export interface ${name}.`);
      return path.relative(root, found.fileName);
    },
  };
}
