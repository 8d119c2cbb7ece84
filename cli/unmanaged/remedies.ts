import { check } from "../../provider/lifecycle/check";
import type { Connection } from "../../provider/lifecycle/definition";
import type { Resource } from "../../provider/lifecycle/resource";
import { messageOf, QuayError } from "../../provider/quay/client/errors";
import { resources } from "../../provider/resources";
import { logicalNames } from "../import-file/logical-names";
import { declarations } from "../import-file/program";
import type { FoundResource } from "../import-file/resource-list";
import type { Existing } from "../inventory/inventory";
import { inDependencyOrder } from "../program/arguments";
import { removalCommand } from "../removal";
import type { Finding } from "./report";

/** The command that removes it, and what that loses besides; or why there is none. */
export async function removalOf(
  { kind, values }: Existing,
  connection: Connection,
): Promise<Pick<Finding, "remove" | "remarks">> {
  const resource = resources[kind] as Resource;
  const [lost, ...stays] = resource.replacementCost.split("; ");
  const remarks = [
    ...(lost === "nothing besides" ? [] : [`Its removal loses ${lost}.`]),
    ...stays.map((clause) => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`),
  ];
  try {
    return { remove: await removalCommand(resource, connection, values), remarks };
  } catch (error) {
    if (!(error instanceof QuayError)) throw error;
    return { remarks: [messageOf(error)] };
  }
}

/** Why no program can declare it, each reason a sentence; empty when one can. */
export function mistakes({ kind, inputs }: FoundResource, { quay }: Connection): string[] {
  const { failures } = check(resources[kind] as Resource, quay.settings, {}, inputs);
  return failures.map(({ property, reason }) => `No program can declare it: ${property}: ${reason}`);
}

/** Lines of a program that take resources in. Their logical names are none of `taken`, such as `Team ops`. */
export function adoption(found: readonly FoundResource[], taken: ReadonlySet<string>): string[] {
  const named = logicalNames(found).map((each) => {
    const isFree = (name: string) => !taken.has(`${each.kind} ${name}`);
    const name = [each.name, each.id].find(isFree) ?? `${each.id} (found unmanaged)`;
    const { flags } = resources[each.kind] as Resource;
    return { ...each, name, flags: flags.includes("adopt") ? { adopt: true } : {} };
  });
  return declarations(inDependencyOrder(named)).flatMap((declaration) => declaration.split("\n"));
}
