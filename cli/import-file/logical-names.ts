import type { Found } from "./resource-list";

export interface Named extends Found {
  /** What it is called in the program. */
  name: string;
}

/** Gives each its logical name: what it is called in its namespace, or its whole id where that is not its alone. */
export function logicalNames(found: readonly Found[]): Named[] {
  const short = found.map((each) => `${each.kind} ${shortName(each)}`);
  return found.map((each, index) => {
    const unique = short.indexOf(short[index] as string) === short.lastIndexOf(short[index] as string);
    return { ...each, name: unique ? shortName(each) : each.id };
  });
}

/** Its own name, or the parts of its id without the namespace. */
function shortName({ id, inputs }: Found): string {
  return typeof inputs.name === "string" ? inputs.name : id.split("/").slice(1).join("-");
}
