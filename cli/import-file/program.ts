import { isDeepStrictEqual } from "node:util";
import type { Properties, Resource } from "../../provider/lifecycle/definition";
import { resources as kinds } from "../../provider/resources";
import type { NamedResource } from "./logical-names";

const WIDTH = 120;

/** TypeScript source in place of a value, such as the output of another resource. */
class Expression {
  constructor(readonly text: string) {}
}

/** How deep the references of a kind nest, by which declarations are ordered. */
const depth = (kind: string): number =>
  Math.max(0, ...Object.values(kinds[kind]?.refers ?? {}).map((reference) => depth(reference.kind) + 1));

const names = Object.keys(kinds);

/** Sorts resources so that each comes after those whose outputs it uses. */
export const inDependencyOrder = (found: readonly NamedResource[]): NamedResource[] =>
  [...found].sort((a, b) => depth(a.kind) - depth(b.kind) || names.indexOf(a.kind) - names.indexOf(b.kind));

/** The source of a program that declares the resources, without defaults, and with outputs of each other as inputs. */
export function program(found: readonly NamedResource[]): string {
  const secret = found.some((each) => Object.keys(programArguments(each)).some((property) => isSecret(each, property)));
  const variables = new Variables(secret ? ["pulumi", "config"] : []);
  const constants = new Map(found.map((each) => [`${each.kind} ${each.id}`, variables.reserve(each)]));
  const used = new Set<string>();
  const statements = found.map((each) => {
    const args = Object.entries(programArguments(each)).map(([property, value]): [string, unknown] => {
      if (isSecret(each, property)) return [property, configExpression(each, property)];
      const source = referenceOf(each, property, value);
      const constant = source && constants.get(`${source.kind} ${source.id}`);
      const isItself = source?.kind === each.kind && source.id === each.id;
      if (!source || !constant || isItself) return [property, value];
      used.add(constant);
      return [property, new Expression(`${constant}.${source.output}`)];
    });
    return { each, args };
  });
  const lines = statements.map(({ each, args }) => {
    const constant = constants.get(`${each.kind} ${each.id}`) as string;
    return statement(used.has(constant) ? `const ${constant} = ` : "", each, Object.fromEntries(args));
  });
  return [...(secret ? withConfiguration : imports), "", ...lines, ""].join("\n");
}

const imports = ['import * as quay from "pulumi-quay";'];

const withConfiguration = [
  'import * as pulumi from "@pulumi/pulumi";',
  ...imports,
  "",
  "// A secret is set with pulumi config set --secret, an object as JSON.",
  "const config = new pulumi.Config();",
];

const isSecret = ({ kind }: NamedResource, property: string) => (kinds[kind] as Resource).secrets.includes(property);

/** Secrets come from the configuration of the stack, because the program is printed. */
function configExpression({ name, inputs }: NamedResource, property: string): Expression {
  const as = typeof inputs[property] === "string" ? "requireSecret" : "requireSecretObject";
  return new Expression(`config.${as}(${JSON.stringify(`${name}-${property}`)})`);
}

/** The arguments that the program has to state: inputs that differ from the logical name and the defaults. */
function programArguments({ kind, name, inputs }: NamedResource): Properties {
  const { accepts } = kinds[kind] as Resource;
  const entries = Object.entries(inputs).filter(([property, value]) => {
    if (!Object.hasOwn(accepts, property) || (property === "name" && value === name)) return false;
    return !isDeepStrictEqual(accepts[property]?.safeParse(undefined).data, value);
  });
  return Object.fromEntries(entries);
}

/** The resource that a property refers to, with the output that holds the value. */
function referenceOf({ kind, inputs }: NamedResource, property: string, value: unknown) {
  const reference = kinds[kind]?.refers[property];
  const id = typeof value === "string" ? reference?.id(value, inputs) : undefined;
  return reference && id !== undefined ? { ...reference, id } : undefined;
}

function statement(begin: string, { kind, name }: NamedResource, args: Properties): string {
  const call = `${begin}new quay.${kind}(${JSON.stringify(name)}`;
  if (Object.keys(args).length === 0) return `${call});`;
  const short = `${call}, ${literal(args)});`;
  if (short.length <= WIDTH) return short;
  const lines = Object.entries(args).map(([property, value]) => `  ${key(property)}: ${inLines(value, property)},`);
  return [`${call}, {`, ...lines, "});"].join("\n");
}

function literal(value: unknown): string {
  if (value instanceof Expression) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, inner]) => `${key(name)}: ${literal(inner)}`);
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
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

const key = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** Assigns unique names to constants. */
class Variables {
  private readonly used: Set<string>;

  constructor(taken: readonly string[]) {
    this.used = new Set(["quay", ...taken, ...RESERVED]);
  }

  reserve({ kind, name }: NamedResource): string {
    const camel = name
      .replace(/^[^A-Za-z]+/, "")
      .replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next) => next.toUpperCase());
    const plain = camel || kind.toLowerCase();
    const candidates = [plain, `${plain}${kind}`];
    for (let number = 2; ; number++) {
      const free = candidates.find((candidate) => !this.used.has(candidate));
      if (free) {
        this.used.add(free);
        return free;
      }
      candidates.push(`${plain}${kind}${number}`);
    }
  }
}

/** Reserved words of TypeScript. */
const RESERVED =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/);
