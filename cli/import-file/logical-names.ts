import type { FoundResource } from "./resource-list";

export interface NamedResource extends FoundResource {
  /** The logical name in the program. */
  name: string;
}

/** Gives each resource a logical name: its name within its namespace, or its id where another of the kind has the same name. */
export function logicalNames(found: readonly FoundResource[]): NamedResource[] {
  const short = found.map((each) => `${each.kind} ${shortName(each)}`);
  return found.map((each, index) => {
    const unique = short.indexOf(short[index] as string) === short.lastIndexOf(short[index] as string);
    return { ...each, name: unique ? shortName(each) : each.id };
  });
}

/** The name of the resource, or its id without the namespace, or the namespace when the id is nothing more. */
function shortName({ id, inputs }: FoundResource): string {
  return typeof inputs.name === "string" ? inputs.name : id.split(/[/+]/).slice(1).join("-") || id;
}
