import { demandAddressable } from "./addressing";
import { applyChanges, pending } from "./apply-changes";
import { derived } from "./check";
import type { Connection, Properties, Resource } from "./definition";
import { differs } from "./diff";
import { differsFromExisting } from "./errors";
import { demandFeatures } from "./features";
import { identified, labelOf } from "./identity";

export async function update(
  resource: Resource,
  at: Connection,
  actual: Properties,
  program: Properties,
): Promise<Properties> {
  const wanted = { ...program, ...derived(resource, program, at.quay.settings) };
  const changed = Object.keys(resource.accepts).filter((name) => differs(wanted[name], actual[name]));
  if (pending(resource, wanted, actual)) demandAddressable(resource, actual);
  await demandFeatures(resource, at.seen, Object.fromEntries(changed.map((name) => [name, wanted[name]])));
  const known = { ...actual, ...(await mentioned(resource, at, actual, wanted)) };
  return applyChanges(resource, at, known, wanted, false);
}

/** What cannot be changed and is mentioned from now on has to be what Quay holds, or to be replaced when it may. */
async function mentioned(resource: Resource, { quay, seen }: Connection, actual: Properties, wanted: Properties) {
  const { kind, identity, replaceOnRequest } = resource;
  const names = replaceOnRequest?.of.filter((name) => wanted[name] !== undefined && actual[name] === undefined) ?? [];
  if (names.length === 0) return {};
  const there = await seen.of(resource.observe).get(identified(identity, wanted, actual));
  if (!there) throw new Error("There is none in Quay any more. Run pulumi up --refresh.");
  const other = names.filter((name) => differs(wanted[name], there[name]));
  if (other.length > 0 && !wanted.replaceWhenChanged) throw differsFromExisting(resource, wanted, other, there);
  const what = `${kind} ${labelOf(identity, wanted)}`;
  if (other.length > 0) quay.notice(`${what} has another ${other.join(" and ")}: the next pulumi up replaces it.`);
  return Object.fromEntries(names.map((name) => [name, there[name]]));
}
