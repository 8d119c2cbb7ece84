import { isDeepStrictEqual } from "node:util";
import type { Properties, Resource } from "../../provider/lifecycle/definition";
import { resources as kinds } from "../../provider/resources";
import type { Named } from "./logical-names";

const WIDTH = 120;

/** An expression of the program, where a value is another resource's. */
class Expression {
  constructor(readonly text: string) {}
}

/** How many others a kind may have to wait for. */
const depth = (kind: string): number =>
  Math.max(0, ...Object.values(kinds[kind]?.refers ?? {}).map((reference) => depth(reference.kind) + 1));

const names = Object.keys(kinds);

/** What others name by its outputs comes before them. */
export const ordered = (found: readonly Named[]): Named[] =>
  [...found].sort((a, b) => depth(a.kind) - depth(b.kind) || names.indexOf(a.kind) - names.indexOf(b.kind));

/** The lines that declare what was found, in that order: defaults left out, one named by the outputs of another. */
export function program(found: readonly Named[]): string {
  const secret = found.some((each) => Object.keys(said(each)).some((property) => isSecret(each, property)));
  const variables = new Variables(secret ? ["pulumi", "config"] : []);
  const constants = new Map(found.map((each) => [`${each.kind} ${each.id}`, variables.reserve(each)]));
  const used = new Set<string>();
  const statements = found.map((each) => {
    const args = Object.entries(said(each)).map(([property, value]): [string, unknown] => {
      if (isSecret(each, property)) return [property, fromConfiguration(each, property)];
      const source = sourceOf(each, property, value);
      const constant = source && constants.get(`${source.kind} ${source.id}`);
      if (!source || !constant || source.id === each.id) return [property, value];
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
  "// What is secret is set with pulumi config set --secret, of an object its JSON.",
  "const config = new pulumi.Config();",
];

const isSecret = ({ kind }: Named, property: string) => (kinds[kind] as Resource).secrets.includes(property);

/** The program is shown, so that it takes what is secret from the stack. */
function fromConfiguration({ name, inputs }: Named, property: string): Expression {
  const as = typeof inputs[property] === "string" ? "requireSecret" : "requireSecretObject";
  return new Expression(`config.${as}(${JSON.stringify(`${name}-${property}`)})`);
}

/** What has to be said: neither what follows from the rest, nor defaults. */
function said({ kind, name, inputs }: Named): Properties {
  const { accepts } = kinds[kind] as Resource;
  const entries = Object.entries(inputs).filter(([property, value]) => {
    if (!Object.hasOwn(accepts, property) || (property === "name" && value === name)) return false;
    return !isDeepStrictEqual(accepts[property]?.safeParse(undefined).data, value);
  });
  return Object.fromEntries(entries);
}

/** The resource that a property names, and by which of its outputs. */
function sourceOf({ kind, inputs }: Named, property: string, value: unknown) {
  const reference = kinds[kind]?.refers[property];
  const id = typeof value === "string" ? reference?.id(value, inputs) : undefined;
  return reference && id !== undefined ? { ...reference, id } : undefined;
}

function statement(begin: string, { kind, name }: Named, args: Properties): string {
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

/** The same in lines of their own, where it is too long for the line that begins with its name. */
function inLines(value: unknown, name: string, indent = "  "): string {
  const short = literal(value);
  const isWhole = typeof value !== "object" || value === null || value instanceof Expression;
  if (isWhole || `${indent}${key(name)}: ${short},`.length <= WIDTH) return short;
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

/** Names of constants, each once. */
class Variables {
  private readonly taken: Set<string>;

  constructor(taken: readonly string[]) {
    this.taken = new Set(["quay", ...taken, ...RESERVED]);
  }

  reserve({ kind, name }: Named): string {
    const camel = name
      .replace(/^[^A-Za-z]+/, "")
      .replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next) => next.toUpperCase());
    const plain = camel || kind.toLowerCase();
    const candidates = [plain, `${plain}${kind}`];
    for (let number = 2; ; number++) {
      const free = candidates.find((candidate) => !this.taken.has(candidate));
      if (free) {
        this.taken.add(free);
        return free;
      }
      candidates.push(`${plain}${kind}${number}`);
    }
  }
}

/** Words that cannot be the name of a constant. */
const RESERVED =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/);
