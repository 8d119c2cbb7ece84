import type { Type } from "../types";
import { type Declared, type Program, referenceOf, referred } from "./program";
import { memberOf, namedType, type SchemaTypes } from "./typed";

/** The program in Python, with the SDK that Pulumi generates. */
export function pythonProgram(program: Program, schema: SchemaTypes): string {
  const variables = referred(program);
  const declared = program.resources.map((one) => {
    const call = `quay.${one.kind}(${argumentsOf(one, schema)})`;
    return variables.has(one.variable) ? `${snakeCase(one.variable)} = ${call}` : call;
  });
  const settings = program.config.map(
    ({ name, isSecret }) => `${snakeCase(name)} = pulumi.Config().require${isSecret ? "_secret" : ""}("${name}")`,
  );
  const outputs = Object.entries(program.outputs).map(
    ([name, value]) => `pulumi.export("${name}", ${written(value, {}, schema, "")})`,
  );
  const imports = `${settings.length + outputs.length > 0 || usesOptions(program) ? "import pulumi\n" : ""}import pulumi_quay as quay\n`;
  const parts = [imports, settings.join("\n"), declared.join("\n"), outputs.join("\n")];
  return `${parts.filter(Boolean).join("\n").trim()}\n`;
}

const usesOptions = ({ resources }: Program) => resources.some(({ options }) => Object.keys(options).length > 0);

function argumentsOf({ kind, name, args, options }: Declared, schema: SchemaTypes): string {
  const { inputProperties = {} } = schema.resources[`quay:index:${kind}`] ?? {};
  const given = Object.entries(args).map(
    ([property, value]) => `${snakeCase(property)}=${written(value, inputProperties[property] ?? {}, schema, "    ")}`,
  );
  const chosen = Object.entries(options).map(([option, value]) => `${snakeCase(option)}=${literal(value)}`);
  const opts = chosen.length > 0 ? [`opts=pulumi.ResourceOptions(${chosen.join(", ")})`] : [];
  const all = [JSON.stringify(name), ...given, ...opts];
  return all.length === 1 ? all.join("") : `\n${all.map((one) => `    ${one},\n`).join("")}`;
}

function written(value: unknown, type: Type, schema: SchemaTypes, indent: string): string {
  const reference = referenceOf(value);
  if (reference) {
    const [property, ...keys] = reference.path;
    const output = property === undefined ? "" : `.${snakeCase(property)}`;
    return `${snakeCase(reference.variable)}${output}${keys.map((key) => `["${key}"]`).join("")}`;
  }
  const named = namedType(schema, type);
  if (named?.enum) return `quay.${named.name}.${snakeCase(memberOf(named, value)).toUpperCase()}`;
  if (Array.isArray(value)) return `[${value.map((one) => written(one, type.items ?? {}, schema, indent)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return literal(value);
  const deeper = `${indent}    `;
  const entries = Object.entries(value).map(([key, one]) => {
    const entryType = named ? named.properties?.[key] : type.additionalProperties;
    return `${deeper}"${named ? snakeCase(key) : key}": ${written(one, entryType ?? {}, schema, deeper)},\n`;
  });
  return `{\n${entries.join("")}${indent}}`;
}

const literal = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value);

/** The name that Pulumi gives a property in Python. */
const snakeCase = (name: string): string => name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
