import path from "node:path";
import type { UntypedFunction } from "../../provider/functions/function";
import type { Interfaces } from "./interfaces";
import { docComment, fitting, HEADER } from "./source-text";
import { pascalCase } from "./types";

/** The paths of modules from the file with the functions of a face. */
interface Paths {
  /** The folder of the definitions. */
  definitions: string;
  /** The options of functions. */
  ask: string;
  /** What calls the definitions. */
  invoke: string;
}

/** The source of the functions of a face. */
export function calls(definitions: readonly UntypedFunction[], declared: Interfaces, paths: Paths): string {
  const moduleOf = ({ result }: UntypedFunction) => path.basename(declared.fileOf(result), ".ts");
  const modules = [...new Set(definitions.map(moduleOf))].sort();
  return [
    HEADER,
    'import type * as pulumi from "@pulumi/pulumi";',
    ...modules.map((module) => `import * as ${module} from "${paths.definitions}/${module}";`),
    `import type { AskOptions, OutputArgs } from "${paths.ask}";`,
    `import { ask, askOutput } from "${paths.invoke}";\n`,
    ...definitions.map((definition) => {
      const doc = declared.docOf("provider/functions", definition.name);
      return functionPair(definition, moduleOf(definition), doc);
    }),
  ].join("\n");
}

/** A function in its two forms: with plain arguments, and with arguments that may be outputs. */
function functionPair({ name, accepts, result, list, secrets }: UntypedFunction, module: string, doc: string): string {
  const hasArgs = Object.keys(accepts).length > 0;
  const args = `${module}.${pascalCase(name)}Args`;
  const answer = `${module}.${result}${list ? "[]" : ""}`;
  const secret = secrets ? ` All of the answer is secret, because the ${secrets.join(" and ")} is.` : "";
  const outputDoc = `\`${name}\` ${hasArgs ? "with arguments that may be outputs" : "as an output"}.${secret}`;
  const passed = `(${module}.${name}, ${hasArgs ? "args" : "{}"}, options)`;
  return [
    docComment(doc),
    declaration(name, hasArgs ? [`args: ${args}`] : [], `Promise<${answer}>`),
    `  return ask${passed};\n}\n`,
    docComment(outputDoc),
    declaration(`${name}Output`, hasArgs ? [`args: OutputArgs<${args}>`] : [], `pulumi.Output<${answer}>`),
    `  return askOutput${passed};\n}\n`,
  ].join("\n");
}

function declaration(name: string, args: string[], answer: string): string {
  const parameters = [...args, "options?: AskOptions"];
  const broken = parameters.map((parameter) => `  ${parameter},\n`).join("");
  const begin = `export function ${name}(`;
  return fitting(`${begin}${parameters.join(", ")}): ${answer} {`, `${begin}\n${broken}): ${answer} {`);
}
