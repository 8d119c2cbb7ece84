import { readFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";
import { resources } from "../../../provider/resources";
import * as keyless from "../../../sdk/keyless";
import { packageRoot } from "../../engine/package-root";
import { BLUEPRINT } from "../blueprint";

/** What an example declares, independent of its language. */
export interface Program {
  config: Setting[];
  resources: Declared[];
  outputs: Record<string, unknown>;
}

/** A required setting. */
export interface Setting {
  name: string;
  isSecret: boolean;
}

export interface Declared {
  kind: string;
  /** Its logical name. */
  name: string;
  /** The name of a variable for it, unique in the program, in camel case. */
  variable: string;
  /** Values may be references, or contain them. */
  args: Record<string, unknown>;
  options: { protect?: boolean; ignoreChanges?: string[] };
}

/** An output of a resource, or a setting. */
export interface Reference {
  variable: string;
  /** Empty for a setting. */
  path: string[];
  /** Whether it is a secret setting, which is an output too. */
  isSecret?: boolean;
}

const references = new WeakMap<object, Reference>();

/** The reference that a value is; undefined for other values. */
export const referenceOf = (value: unknown): Reference | undefined =>
  typeof value === "function" ? references.get(value) : undefined;

/** A value that stands for an output. Its properties are outputs too, as in Pulumi. */
function reference(variable: string, path: string[] = [], isSecret = false): object {
  const standIn = new Proxy(() => undefined, {
    get: (_, name) => (typeof name === "string" ? reference(variable, [...path, name]) : undefined),
  });
  references.set(standIn, { variable, path, isSecret });
  return standIn;
}

/** Runs an example of this repository with classes that record what it declares. */
export function programOf(folder: string): Program {
  const program: Program = { config: [], resources: [], outputs: {} };
  const source = readFileSync(path.join(packageRoot(), "examples", folder, "index.ts"), "utf8");
  const { code } = transformSync(source, { loader: "ts", format: "cjs", target: "node20" });
  const modules: Record<string, object> = {
    "pulumi-quay": { __esModule: true, ...classes(program), keyless },
    "@pulumi/pulumi": { __esModule: true, Config: configOf(program) },
  };
  const module = { exports: {} };
  new Function("require", "module", "exports", code)((name: string) => modules[name], module, module.exports);
  program.outputs = { ...module.exports };
  return program;
}

function classes(program: Program): object {
  const kinds = [...Object.keys(resources), BLUEPRINT];
  const recording = (kind: string) =>
    function declare(name: string, args: Declared["args"] = {}, options: Declared["options"] = {}) {
      const joined = name.replace(/\W+(\w)/g, (_, letter) => letter.toUpperCase());
      const camel = `${joined[0]?.toLowerCase()}${joined.slice(1)}`;
      const isTaken = program.resources.some(({ variable }) => variable === camel);
      const variable = isTaken ? `${camel}${kind}` : camel;
      program.resources.push({ kind, name, variable, args, options });
      return reference(variable);
    };
  return Object.fromEntries(kinds.map((kind) => [kind, recording(kind)]));
}

const configOf = (program: Program) =>
  class {
    require = (name: string) => this.setting(name, false);
    requireSecret = (name: string) => this.setting(name, true);

    private setting(name: string, isSecret: boolean): object {
      program.config.push({ name, isSecret });
      return reference(name, [], isSecret);
    }
  };

/** The variables that other resources or outputs of the program refer to. */
export function referred({ resources, outputs }: Program): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    const variable = referenceOf(value)?.variable;
    if (variable) found.add(variable);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit([resources.map(({ args }) => args), outputs]);
  return found;
}
