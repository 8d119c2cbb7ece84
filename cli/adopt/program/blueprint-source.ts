import type { Identifiers } from "../../program/identifiers";
import { Expression, isIdentifier, key, literal, property } from "../../program/literal";
import { blueprintArguments } from "./blueprint-arguments";
import { byText } from "./in-order";
import type { OrganizationParts } from "./organization-parts";
import { sharedNames } from "./shared-names";
import { findShared, OWN, type Shared, type Statement, type Written } from "./shared-settings";

type Fields = Record<string, unknown>;

/** The arguments of a blueprint in which names are the keys. */
const MAPS = ["teams", "robots", "repositories"];

/** The constants for what repositories share, and the blueprint. */
export function blueprintSource(parts: OrganizationParts, variable: string, identifiers: Identifiers, options: string) {
  const { repositories, constants } = findShared(parts.repositories);
  const names = sharedNames([...constants.keys()], identifiers);
  const declarations = [...constants]
    .sort(byText(([shared, { shared: base }]) => `${base ? 1 : 0} ${names.get(shared)}`))
    .map(([shared, written]) => {
      const value = literal(writtenFields({}, written, names));
      return `const ${names.get(shared)} = ${value} satisfies quay.RepositoryBlueprint;\n`;
    });
  const args = blueprintArguments(parts, ({ settings }, name) => {
    const own = Object.entries(settings).filter(([setting]) => OWN.includes(setting));
    return writtenFields(Object.fromEntries(own), repositories.get(name) as Written, names);
  });
  const fields = opened(args, (name, value) =>
    MAPS.includes(name) ? opened(value as Fields, (_, part) => literal(part)) : literal(value),
  );
  const given = Object.keys(args).length > 0 || options ? `, ${fields}${options}` : "";
  return [
    ...declarations,
    `export const ${variable} = new quay.OrganizationBlueprint(${literal(parts.name)}${given});`,
  ];
}

/** A repository or a constant, which may take from another constant what it shares. */
function writtenFields(own: Fields, { shared, besides }: Written, names: ReadonlyMap<Shared, string>): unknown {
  const constant = shared && names.get(shared);
  const more = { ...own, ...fieldsOf(besides) };
  if (!shared || !constant) return more;
  if (Object.keys(more).length === 0) return new Expression(constant);
  const properties = Object.entries(more).map(([name, value]) => {
    const isSpread = shared.some(({ map }) => map === name);
    return `${key(name)}: ${isSpread ? literal(value).replace("{", `{ ...${constant}.${name},`) : literal(value)}`;
  });
  return new Expression(`{ ${[`...${constant}`, ...properties].join(", ")} }`);
}

function fieldsOf(statements: readonly Statement[]): Fields {
  const settings = statements.filter(({ map }) => !map).map(({ name, value }): [string, unknown] => [name, value]);
  const maps = (["teams", "robots", "users"] as const).map((kind): [string, Fields] => [
    kind,
    Object.fromEntries(statements.filter(({ map }) => map === kind).map(({ name, value }) => [name, value])),
  ]);
  return Object.fromEntries([...settings, ...maps.filter(([, map]) => Object.keys(map).length > 0)]);
}

/** An object literal that keeps each property on lines of its own. */
function opened(fields: Fields, source: (name: string, value: unknown) => string): string {
  const lines = Object.entries(fields).map(([name, value]) => `${property(name, source(name, value))},`);
  return lines.length > 0 ? ["{", ...lines, "}"].join("\n") : "{}";
}

/** The source of each part of a blueprint, by kind and id. */
export function partSources({ entries, name }: OrganizationParts, variable: string): Map<string, string> {
  const maps: Record<string, string> = { Team: "teams", Robot: "robots", Repository: "repositories" };
  const sources = entries.flatMap(({ resource: { kind, id, inputs } }): [string, string][] => {
    if (kind === "Organization") return [[`${kind} ${id}`, `${variable}.organization`]];
    const map = maps[kind];
    // What every object has, such as constructor, is no part for the compiler.
    if (!map || String(inputs.name) in {}) return [];
    return [[`${kind} ${id}`, `${variable}.${map}${access(String(inputs.name))}`]];
  });
  return new Map([...sources, [`Organization ${name}`, variable]]);
}

const access = (name: string) => (isIdentifier(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
