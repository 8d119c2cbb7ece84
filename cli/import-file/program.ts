import type { Properties } from "../../provider/lifecycle/definition";
import { argumentsOf, configSecret, isSecret, statedInputs } from "../program/arguments";
import { camelCase, Identifiers } from "../program/identifiers";
import { Expression, key, literal } from "../program/literal";
import type { NamedResource } from "./logical-names";

const WIDTH = 120;

/** What a program declares. */
interface Declared extends NamedResource {
  /** Flags of the declaration, which no resource in Quay has. */
  flags?: Properties;
}

/** The source of a program that declares the resources, without defaults, and with outputs of each other as inputs. */
export function program(found: readonly Declared[]): string {
  return [...(hasSecret(found) ? withConfiguration : imports), "", ...declarations(found), ""].join("\n");
}

/** The declarations of such a program, one or several lines each. */
export function declarations(found: readonly Declared[]): string[] {
  const variables = new Identifiers(hasSecret(found) ? ["pulumi", "config"] : []);
  const constants = new Map(found.map((each) => [`${each.kind} ${each.id}`, variables.reserve(constantNames(each))]));
  const used = new Set<string>();
  const statements = found.map((each) => {
    const args = argumentsOf(each, {
      output({ kind, id, output }) {
        const constant = constants.get(`${kind} ${id}`);
        if (constant) used.add(constant);
        return constant && `${constant}.${output}`;
      },
      secret: (property, value) => configSecret(`${each.name}-${property}`, value),
    });
    if (args.name === each.name) delete args.name;
    return { each, args };
  });
  return statements.map(({ each, args }) => {
    const constant = constants.get(`${each.kind} ${each.id}`) as string;
    const begin = used.has(constant) ? `const ${constant} = ` : "";
    return statement(begin, each, { ...args, ...each.flags });
  });
}

const hasSecret = (found: readonly Declared[]) =>
  found.some((each) => Object.keys(statedInputs(each)).some((name) => isSecret(each.kind, name)));

const imports = ['import * as quay from "pulumi-quay";'];

const withConfiguration = [
  'import * as pulumi from "@pulumi/pulumi";',
  ...imports,
  "",
  "// A secret is set with pulumi config set --secret, an object as JSON.",
  "const config = new pulumi.Config();",
];

function constantNames({ kind, name }: NamedResource): [string, string] {
  const plain = camelCase(name) || kind.toLowerCase();
  return [plain, `${plain}${kind}`];
}

function statement(begin: string, { kind, name }: NamedResource, args: Properties): string {
  const call = `${begin}new quay.${kind}(${JSON.stringify(name)}`;
  if (Object.keys(args).length === 0) return `${call});`;
  const short = `${call}, ${literal(args)});`;
  if (short.length <= WIDTH) return short;
  const lines = Object.entries(args).map(([property, value]) => `  ${key(property)}: ${inLines(value, property)},`);
  return [`${call}, {`, ...lines, "});"].join("\n");
}

/** A literal on several lines, where it does not fit on the line of its property. */
function inLines(value: unknown, name: string, indent = "  "): string {
  const short = literal(value);
  const isIndivisible = typeof value !== "object" || value === null || value instanceof Expression;
  if (isIndivisible || `${indent}${key(name)}: ${short},`.length <= WIDTH) return short;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return ["[", ...value.map((item) => `${deeper}${inLines(item, "", deeper)},`), `${indent}]`].join("\n");
  }
  const entries = Object.entries(value).map(
    ([name, inner]) => `${deeper}${key(name)}: ${inLines(inner, name, deeper)},`,
  );
  return ["{", ...entries, `${indent}}`].join("\n");
}
