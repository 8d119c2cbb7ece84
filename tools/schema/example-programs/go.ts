import { languages } from "../languages";
import { type Property, pascalCase, type Type } from "../types";
import { type Declared, type Program, referenceOf, referred } from "./program";
import { memberOf, type NamedType, namedType, type SchemaTypes } from "./typed";

/** The program in Go, with the SDK that Pulumi generates, formatted as gofmt does. */
export function goProgram(program: Program, schema: SchemaTypes): string {
  const variables = referred(program);
  const settings = program.config.map(
    ({ name, isSecret }) => `\t\t${name} := config.New(ctx, "").Require${isSecret ? "Secret" : ""}("${name}")\n`,
  );
  let isDeclared = false;
  const declared = program.resources.map((one) => {
    const isUsed = variables.has(one.variable);
    const assigned = `${isUsed ? one.variable : "_"}, err ${isUsed || !isDeclared ? ":=" : "="}`;
    isDeclared = true;
    const call = `quay.New${one.kind}(ctx, ${JSON.stringify(one.name)}, ${argumentsOf(one, schema)}${optionsOf(one)})`;
    return `\t\t${assigned} ${call}\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n`;
  });
  const outputs = Object.entries(program.outputs).map(
    ([name, value]) => `\t\tctx.Export("${name}", ${exported(value)})\n`,
  );
  const imports = [
    languages.go.importBasePath,
    "github.com/pulumi/pulumi/sdk/v3/go/pulumi",
    ...(settings.length > 0 ? ["github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"] : []),
  ];
  const body = [...settings, ...declared, ...outputs, "\t\treturn nil\n"].join("");
  return `package main

import (
${imports.map((path) => `\t"${path}"\n`).join("")})

func main() {
\tpulumi.Run(func(ctx *pulumi.Context) error {
${body}\t})
}
`;
}

function argumentsOf({ kind, args }: Declared, schema: SchemaTypes): string {
  const { inputProperties = {} } = schema.resources[`quay:index:${kind}`] ?? {};
  return Object.keys(args).length > 0 ? `&quay.${kind}Args{\n${fields(args, inputProperties)}\t\t}` : "nil";

  function fields(values: object, types: Record<string, Property>, indent = "\t\t\t"): string {
    const named = Object.entries(values).map(([name, value]) => {
      return [`${pascalCase(name)}:`, field(value, types[name] ?? {}, indent)] as const;
    });
    return lines(named, indent);
  }

  /** A property; optional plain values are pointers. */
  function field(value: unknown, type: Type, indent: string): string {
    const text = expression(value, type, indent);
    const isNamed = namedType(schema, type)?.properties !== undefined;
    if (!type.plain || isNamed || type.items || type.additionalProperties) return text;
    return typeof value === "boolean" ? `pulumi.BoolRef(${text})` : `pulumi.StringRef(${text})`;
  }

  function expression(value: unknown, type: Type, indent: string): string {
    if (referenceOf(value)) return exported(value);
    const named = namedType(schema, type);
    if (named?.enum) return `quay.${named.name}${memberOf(named, value)}`;
    if (Array.isArray(value)) return listOf(value, type, indent);
    if (typeof value !== "object")
      return type.plain ? JSON.stringify(value) : `pulumi.${inputs[type.type ?? ""]}(${JSON.stringify(value)})`;
    if (named) return `&quay.${named.name}Args${object(value as object, named, indent)}`;
    const deeper = `${indent}\t`;
    const { additionalProperties: entry = {} } = type;
    const entryNamed = namedType(schema, entry);
    const entries = Object.entries(value as object).map(([key, one]) => {
      const text = entryNamed?.properties ? object(one, entryNamed, deeper) : expression(one, entry, deeper);
      return [`${JSON.stringify(key)}:`, text] as const;
    });
    return `map[string]${entryType(entry, entryNamed)}{\n${lines(entries, deeper)}${indent}}`;
  }

  function listOf(items: unknown[], { items: type = {}, plain }: Type, indent: string): string {
    const named = namedType(schema, type);
    if (named?.properties) {
      const deeper = `${indent}\t`;
      const texts = items.map((one) => `${deeper}${expression(one, type, deeper)},\n`);
      return `quay.${named.name}Array{\n${texts.join("")}${indent}}`;
    }
    const list = named ? `quay.${named.name}Array` : `pulumi.${inputs[type.type ?? "string"]}Array`;
    return `${plain ? "[]string" : list}{${items.map((one) => expression(one, type, indent)).join(", ")}}`;
  }

  function object(values: object, { properties = {} }: NamedType, indent: string): string {
    return `{\n${fields(values, properties, `${indent}\t`)}${indent}}`;
  }
}

const inputs: Record<string, string> = { string: "String", boolean: "Bool", integer: "Int", number: "Float64" };

/** The type of a map's entries. */
function entryType({ type, plain }: Type, named: NamedType | undefined): string {
  if (named?.enum) return `quay.${named.name}Input`;
  if (named) return `quay.${named.name}Args`;
  return plain ? (type as string) : `pulumi.${inputs[type as string]}Input`;
}

/** Lines of keys and values. gofmt aligns the values of neighbours, as long as they are on one line. */
function lines(entries: (readonly [key: string, value: string])[], indent: string): string {
  const isLong = (index: number) => entries[index]?.[1].includes("\n") ?? true;
  return entries
    .map(([key, value], index) => {
      let [from, to] = [index, index];
      while (!isLong(index) && !isLong(from - 1)) from--;
      while (!isLong(index) && !isLong(to + 1)) to++;
      const width = Math.max(...entries.slice(from, to + 1).map(([{ length }]) => length));
      return `${indent}${key.padEnd(width)} ${value},\n`;
    })
    .join("");
}

function optionsOf({ options: { protect, ignoreChanges } }: Declared): string {
  const chosen = [
    ...(protect === undefined ? [] : [`pulumi.Protect(${protect})`]),
    ...(ignoreChanges
      ? [`pulumi.IgnoreChanges([]string{${ignoreChanges.map((one) => JSON.stringify(one)).join(", ")}})`]
      : []),
  ];
  return chosen.map((option) => `, ${option}`).join("");
}

/** An output of a resource, a setting, or a list of them. */
function exported(value: unknown): string {
  if (Array.isArray(value)) return `pulumi.StringArray{${value.map(exported).join(", ")}}`;
  const reference = referenceOf(value);
  if (!reference) throw new Error(`An example exports ${JSON.stringify(value)}, which is no output.`);
  const {
    variable,
    isSecret,
    path: [property, ...keys],
  } = reference;
  if (property === undefined) return isSecret ? variable : `pulumi.String(${variable})`;
  const output = property === "id" ? `${variable}.ID()` : `${variable}.${pascalCase(property)}`;
  return keys.reduce((map, key) => `${map}.MapIndex(pulumi.String(${JSON.stringify(key)}))`, output);
}
