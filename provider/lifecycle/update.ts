import { requireAddressable } from "./addressing";
import { applyChanges, pending } from "./apply-changes";
import { derived } from "./check";
import type { Connection, Properties } from "./definition";
import { differs } from "./diff";
import { differsFromExisting } from "./errors";
import { requireFeatures } from "./features";
import { identified, labelOf } from "./identity";
import type { Resource } from "./resource";

export async function update(
  resource: Resource,
  connection: Connection,
  actual: Properties,
  program: Properties,
): Promise<Properties> {
  const wanted = { ...program, ...derived(resource, program, connection.quay.settings) };
  const changed = Object.keys(resource.accepts).filter((name) => differs(wanted[name], actual[name]));
  if (pending(resource, wanted, actual)) requireAddressable(resource, actual);
  await requireFeatures(resource, connection.snapshot, Object.fromEntries(changed.map((name) => [name, wanted[name]])));
  const known = { ...actual, ...(await firstDeclared(resource, connection, actual, wanted)) };
  return applyChanges(resource, connection, known, wanted, false);
}

/** A property that cannot be changed and is declared for the first time has to equal Quay's value, or allow a replacement. */

async function firstDeclared(
  resource: Resource,
  { quay, snapshot }: Connection,
  actual: Properties,
  wanted: Properties,
) {
  const { kind, identity, replaceOnRequest } = resource;
  const names = replaceOnRequest?.of.filter((name) => wanted[name] !== undefined && actual[name] === undefined) ?? [];
  if (names.length === 0) return {};
  const found = await snapshot.of(resource.observe).get(identified(identity, wanted, actual));
  if (!found) throw new Error("There is none in Quay any more. Run pulumi up --refresh.");
  const differing = names.filter((name) => differs(wanted[name], found[name]));
  if (differing.length > 0 && !wanted.replaceWhenChanged) throw differsFromExisting(resource, wanted, differing, found);
  const what = `${kind} ${labelOf(identity, wanted)}`;
  if (differing.length > 0)
    quay.notice(`${what} has another ${differing.join(" and ")}: the next pulumi up replaces it.`);
  return Object.fromEntries(names.map((name) => [name, found[name]]));
}
