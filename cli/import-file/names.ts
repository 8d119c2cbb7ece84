import type { Found } from "./import-file";

/** Gives each its logical name: what it is called in its namespace, or its whole id where that is not its alone. */
export function logicalNames(found: readonly Omit<Found, "name">[]): Found[] {
  const short = found.map((each) => `${each.kind} ${shortName(each)}`);
  return found.map((each, index) => {
    const unique = short.indexOf(short[index] as string) === short.lastIndexOf(short[index] as string);
    return { ...each, name: unique ? shortName(each) : each.id };
  });
}

/** Its own name, or the parts of its id without the namespace. */
function shortName({ id, inputs }: Omit<Found, "name">): string {
  return typeof inputs.name === "string" ? inputs.name : id.split("/").slice(1).join("-");
}
