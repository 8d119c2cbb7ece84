import type { Properties, Resource } from "../../provider/lifecycle/definition";
import { resources as kinds } from "../../provider/resources";

/** One thing in Quay. */
export interface Wanted {
  kind: string;
  id: string;
}

/** The same, as Quay holds it. */
export interface Found extends Wanted {
  inputs: Properties;
  outputs: Properties;
}

/** Reads kinds and ids from lines or words; lines may end in a comment after #. Throws all that is wrong with them. */
export function wantedOf(lines: readonly string[]): Wanted[] {
  const words = lines.flatMap((line) => line.split("\n")).flatMap((line) => line.replace(/(^|\s)#.*/, "").split(/\s+/));
  const wanted = new Map<string, Wanted>();
  const wrong: string[] = [];
  const rest = words.filter(Boolean);
  while (rest.length > 0) {
    const kind = rest.shift() as string;
    const id = rest[0] !== undefined && isKind(rest[0]) ? undefined : rest.shift();
    if (!isKind(kind)) wrong.push(`There is no kind ${kind}. The kinds are ${Object.keys(kinds).join(", ")}.`);
    else if (id === undefined) wrong.push(`${kind} is to be followed by an id, ${shape(kinds[kind] as Resource)}.`);
    else wrong.push(...wrongId(kinds[kind] as Resource, id));
    if (id !== undefined) wanted.set(`${kind} ${id}`, { kind, id });
  }
  if (wanted.size === 0 && wrong.length === 0) {
    wrong.push("Nothing is to be imported. Give a kind and an id for each resource, for example Repository acme/web.");
  }
  if (wrong.length > 0) throw new Error([...new Set(wrong)].join("\n"));
  return [...wanted.values()];
}

const isKind = (word: string): boolean => Object.hasOwn(kinds, word);

function wrongId(resource: Resource, id: string): string[] {
  const { kind, identity, accepts } = resource;
  const named = identity.parse(id);
  if (!named) return [`${JSON.stringify(id)} is not the id of a ${kind}. It is written ${shape(resource)}.`];
  return Object.entries(named).flatMap(([property, value]) => {
    const error = accepts[property]?.safeParse(value).error;
    return error ? [`${kind} ${id}: ${error.issues.map(({ message }) => message).join(" ")}`] : [];
  });
}

/** How ids of a kind are written, for example `<organization>/<name>`. */
function shape({ identity: { properties, assigned, format } }: Resource): string {
  const all = assigned === undefined ? properties : [...properties, assigned];
  return format(Object.fromEntries(all.map((property) => [property, `<${property}>`])));
}
