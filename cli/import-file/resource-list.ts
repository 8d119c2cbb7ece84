import type { Properties } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { resources as kinds } from "../../provider/resources";

/** A resource to import. */
export interface ListedResource {
  kind: string;
  id: string;
}

/** A resource to import, with the state that was read from Quay. */
export interface FoundResource extends ListedResource {
  inputs: Properties;
  outputs: Properties;
}

/** The lines of a text; an id with spaces that stands alone is one word. */
const linesOf = (text: string): string[] =>
  /^[^\s:]+:[^\n]*\s[^\n]*$/.test(text) ? [JSON.stringify(text)] : text.split("\n");

/** The words of a line, without its comment. A word in quotes may hold spaces. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"(?=\s|$)|#.*|\S+/g)]
    .filter(([word]) => !word.startsWith("#"))
    .map(([word, quoted]) => quoted?.replace(/\\(.)/g, "$1") ?? word);

/** Parses kinds and ids from lines or words; # begins a comment. Throws one error with all mistakes. */
export function parseResourceList(texts: readonly string[]): ListedResource[] {
  const words = texts.flatMap(linesOf).flatMap(wordsOf);
  const wanted = new Map<string, ListedResource>();
  const mistakes: string[] = [];
  const remaining = words.filter(Boolean);
  while (remaining.length > 0) {
    const kind = remaining.shift() as string;
    const id = remaining[0] !== undefined && isKind(remaining[0]) ? undefined : remaining.shift();
    if (!isKind(kind)) mistakes.push(`There is no kind ${kind}. The kinds are ${Object.keys(kinds).join(", ")}.`);
    else if (id === undefined)
      mistakes.push(`${kind} is to be followed by an id, ${idFormat(kinds[kind] as Resource)}.`);
    else mistakes.push(...idMistakes(kinds[kind] as Resource, id));
    if (id !== undefined) wanted.set(`${kind} ${id}`, { kind, id });
  }
  if (wanted.size === 0 && mistakes.length === 0) {
    mistakes.push(
      "Nothing is to be imported. Give a kind and an id for each resource, for example Repository acme/web.",
    );
  }
  if (mistakes.length > 0) throw new Error([...new Set(mistakes)].join("\n"));
  return [...wanted.values()];
}

const isKind = (word: string): boolean => Object.hasOwn(kinds, word);

function idMistakes(resource: Resource, id: string): string[] {
  const { kind, identity, accepts } = resource;
  const named = identity.parse(id);
  if (!named) return [`${JSON.stringify(id)} is not the id of a ${kind}. It is written ${idFormat(resource)}.`];
  return Object.entries(named).flatMap(([property, value]) => {
    const error = accepts[property]?.safeParse(value).error;
    return error ? [`${kind} ${id}: ${error.issues.map(({ message }) => message).join(" ")}`] : [];
  });
}

/** The format of a kind's ids, for example `<organization>/<name>`. */
function idFormat({ identity: { properties, assigned, format } }: Resource): string {
  const all = assigned === undefined ? properties : [...properties, assigned];
  return format(Object.fromEntries(all.map((property) => [property, `<${property}>`])));
}
