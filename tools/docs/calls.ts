import { join, relative } from "node:path";
import ts from "typescript";
import type { Operation, Scope } from "../../provider/quay/operation";
import { resources } from "../../provider/resources";
import { packageRoot } from "../engine/package-root";
import { fileOf } from "../schema/file-of";

/** When a kind makes a call. */
export const moments = {
  create: "to create it",
  read: "to read it",
  change: "to change it",
  delete: "to delete it",
  many: "to read many at once, if allowed",
  doubt: "to know why it was refused",
};
export type Moment = keyof typeof moments;

/** A call that a kind can make of Quay. */
export interface Call {
  operation: Pick<Operation, "route" | "scope" | "summary">;
  moments: Moment[];
}

const root = packageRoot();

/** The calls of every kind, found by following its definition through the code, so that none can be left out. */
export function callsOfKinds(): Record<string, Call[]> {
  const code = new Code();
  return Object.fromEntries(Object.keys(resources).map((kind) => [kind, code.callsOf(kind)]));
}

/** Which part of a definition does its work when. The rest of it asks nothing of Quay. */
const parts: Record<string, Moment> = {
  create: "create",
  observe: "read",
  changes: "change",
  delete: "delete",
  guard: "delete",
  explain: "doubt",
};

/** What is asked in these files is asked only when Quay refused something. */
const doubting = ["absence", "token-check", "user"].map((name) => `provider/snapshot/${name}.ts`);

/** What is asked in functions of these names is asked for many things at once. Refused, they are asked for one by one. */
const forMany = ["ofGrantee", "page", "teamsOf"];

const nothing = { resolvedModule: undefined };

class Code {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  constructor() {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost(options);
    // Other people's code knows nothing of Quay, and takes long to read.
    host.resolveModuleNameLiterals = (names, from) =>
      names.map(({ text }) => (text.startsWith(".") ? ts.resolveModuleName(text, from, options, host) : nothing));
    const entry = join(root, "provider", "resources", "index.ts");
    this.program = ts.createProgram([entry], { ...options, types: [] }, host);
    this.checker = this.program.getTypeChecker();
  }

  callsOf(kind: string): Call[] {
    const found: Path["found"] = new Map();
    const definition = this.definition(kind);
    const seen = new Set<string>();
    const follow = (part: string, moment: Moment) => {
      const node = definition.get(part);
      if (node) this.follow(node, { moment, found, seen });
    };
    for (const [part, moment] of Object.entries(parts)) follow(part, moment);

    // What the mould does for every kind alike.
    const { onConflict, needs } = resources[kind] ?? {};
    if (onConflict === "lookup" || onConflict === "reuse") follow("observe", "create");
    if (Object.keys(needs ?? {}).length > 0) {
      for (const moment of ["create", "change"] as const) this.follow(this.features(), { moment, found, seen });
    }
    return [...found.values()]
      .map(({ operation, when }) => ({ operation, moments: order.filter((moment) => when.has(moment)) }))
      .sort((one, other) => rank(one) - rank(other));
  }

  /** The parts of the object that a resource file describes its kind with. */
  private definition(kind: string): Map<string, ts.Node> {
    const file = this.source(`provider/resources/${fileOf(kind)}.ts`);
    const described = descendants(file).find(
      (node): node is ts.CallExpression => ts.isCallExpression(node) && node.expression.getText() === "resource",
    );
    const [object] = described?.arguments ?? [];
    if (!object || !ts.isObjectLiteralExpression(object)) throw new Error(`${file.fileName} describes no kind.`);
    return new Map(object.properties.map((property) => [property.name?.getText() ?? "", property]));
  }

  private features(): ts.Node {
    const methods = descendants(this.source("provider/snapshot/index.ts")).filter(ts.isMethodDeclaration);
    const features = methods.find(({ name }) => name.getText() === "features");
    if (!features) throw new Error("The snapshot has no features any more.");
    return features;
  }

  private source(file: string): ts.SourceFile {
    const source = this.program.getSourceFile(join(root, file));
    if (!source) throw new Error(`There is no ${file}.`);
    return source;
  }

  /** Notes the operations that are named in a node, and in all that is named there. */
  private follow(node: ts.Node, path: Path): void {
    const onward = forManyIn(node, path);
    if (ts.isTypeNode(node) || opensInClass(node)) return;
    if (ts.isIdentifier(node)) this.enter(node, onward);
    const route = routeSent(node);
    if (route) note({ route, summary: sentPlainly[route] ?? "" }, onward);
    node.forEachChild((child) => this.follow(child, onward));
  }

  private enter(name: ts.Identifier, path: Path): void {
    for (const declared of this.declarations(name)) {
      const file = relative(root, declared.getSourceFile().fileName);
      const operation = file.startsWith("provider/quay/api/") && operationOf(declared, file);
      if (operation) note(operation, path);
      if (!/^provider\/(snapshot|resources)\//.test(file)) continue;
      const onward = doubting.includes(file) ? { ...path, moment: "doubt" as const } : forManyIn(declared, path);
      const place = `${onward.moment} ${file} ${declared.pos}`;
      if (path.seen.has(place)) continue;
      path.seen.add(place);
      for (const node of bodies(declared)) this.follow(node, onward);
    }
  }

  private declarations(name: ts.Identifier): readonly ts.Declaration[] {
    const { parent } = name;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? this.checker.getShorthandAssignmentValueSymbol(parent)
      : this.checker.getSymbolAtLocation(name);
    if (!symbol) return [];
    const named = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return named.declarations ?? [];
  }
}

interface Path {
  moment: Moment;
  found: Map<string, { operation: Call["operation"]; when: Set<Moment> }>;
  /** What was followed already, and for which moment. */
  seen: Set<string>;
}

const forManyIn = (node: ts.Node, path: Path): Path =>
  forMany.includes(nameOf(node)) && path.moment !== "doubt" ? { ...path, moment: "many" } : path;

function descendants(node: ts.Node): ts.Node[] {
  const all: ts.Node[] = [];
  node.forEachChild((child) => void all.push(child, ...descendants(child)));
  return all;
}

/** The name of a function that belongs to a class or an object. */
const nameOf = (node: ts.Node) =>
  ts.isMethodDeclaration(node) || ts.isPropertyAssignment(node) ? node.name.getText() : "";

/** What a class opens of the snapshot is followed by what the class calls of it. */
const opensInClass = (node: ts.Node): boolean =>
  ts.isCallExpression(node) &&
  /^seen\.of$/.test(node.expression.getText()) &&
  ts.isBinaryExpression(node.parent) &&
  node.parent.left.getText().startsWith("this.");

/** What a name stands for, as far as something can be called there. Of classes only readers are followed whole. */
function bodies(declared: ts.Declaration): ts.Node[] {
  if (ts.isPropertyDeclaration(declared)) return assigned(declared);
  if (ts.isVariableDeclaration(declared)) return declared.initializer ? [declared.initializer] : [];
  if (ts.isClassDeclaration(declared)) return declared.heritageClauses ? [declared] : [];
  if (ts.isMethodDeclaration(declared)) return [declared, ...constructorsOf(declared.parent)];
  const calls = [ts.isFunctionDeclaration, ts.isMethodDeclaration, ts.isPropertyAssignment, ts.isGetAccessor];
  return calls.some((is) => is(declared)) ? [declared] : [];
}

/** How a reader reads its lists, which its constructor says. */
const constructorsOf = (parent: ts.Node): ts.Node[] =>
  ts.isClassDeclaration(parent) && parent.heritageClauses ? parent.members.filter(ts.isConstructorDeclaration) : [];

/** What a property of a class holds: its initializer, or what the constructor puts there. */
function assigned(property: ts.PropertyDeclaration): ts.Node[] {
  if (property.initializer) return [property.initializer];
  const target = `this.${property.name.getText()}`;
  return descendants(property.parent)
    .filter((node): node is ts.BinaryExpression => ts.isBinaryExpression(node) && node.left.getText() === target)
    .map(({ right }) => right);
}

/** The operation itself, which the code of its file declares. */
function operationOf(declared: ts.Declaration, file: string): Call["operation"] | undefined {
  if (!ts.isVariableDeclaration(declared) || !/^operation\(/.test(declared.initializer?.getText() ?? ""))
    return undefined;
  return require(join(__dirname, "..", "..", file.replace(/\.ts$/, "")))[declared.name.getText()];
}

/** The route of a call that is sent without an operation. */
function routeSent(node: ts.Node): Call["operation"]["route"] | undefined {
  if (!ts.isCallExpression(node) || !/\.send$/.test(node.expression.getText())) return undefined;
  const [, method, path] = /method: "(\w+)", path: "([^"]+)"/.exec(node.getText()) ?? [];
  return path === undefined ? undefined : (`${method} ${path}` as Call["operation"]["route"]);
}

/** What operations say for themselves. */
const sentPlainly: Record<string, string> = {
  "POST /v1/organization/":
    "Refuse to create an organization without a name, which tells a live token from a dead one.",
};

function note(operation: Call["operation"], { moment, found }: Path): void {
  const key = `${operation.route} ${operation.scope}`;
  const known = found.get(key) ?? { operation, when: new Set() };
  found.set(key, known);
  known.when.add(moment);
}

const order = Object.keys(moments) as Moment[];
const rank = ({ moments: [first] }: Call) => order.indexOf(first as Moment);

/** Scopes that hold others. */
const included: Partial<Record<Scope, Scope[]>> = {
  "repo:admin": ["repo:write", "repo:read"],
  "repo:write": ["repo:read"],
  "user:admin": ["user:read"],
};

/** The least scopes that are enough for the whole life of what makes these calls. */
export function scopesOf(calls: Call[]): Scope[] {
  const needed = calls.filter(({ moments }) => moments.some((moment) => moment !== "many" && moment !== "doubt"));
  const named = new Set(needed.flatMap(({ operation }) => operation.scope ?? []));
  const held = new Set([...named].flatMap((scope) => included[scope] ?? []));
  return [...named].filter((scope) => !held.has(scope)).sort();
}
