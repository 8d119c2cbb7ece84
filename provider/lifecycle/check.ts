import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { propertyText, zodMessage } from "../quay/fault";
import { nearest } from "../quay/nearest";
import type { QuaySettings } from "../quay/settings";
import { unaddressable } from "./addressing";
import type { Properties } from "./definition";
import { labelOf } from "./identity";
import type { Resource } from "./resource";
import { isUnknown, UNKNOWN } from "./unknown";

export interface Failure {
  property: string;
  reason: string;
}

/** What a program declares of a resource besides its properties. */
export interface Declaration {
  /** The logical name. */
  name?: string;
  /** The option `retainOnDelete`, where the engine tells it. */
  isRetained?: boolean;
  /** The program's other malformed resources, one line for each. */
  malformed?: string[];
}

/** The input that by default is the logical name. */
export const namedBy = ({ accepts }: Resource): "name" | "title" | undefined =>
  (["name", "title"] as const).find((property) => property in accepts);

/** Validates a program's properties and normalizes them: defaults, derived values, sorted sets. */
export function check(
  resource: Resource,
  settings: QuaySettings,
  oldInputs: Properties,
  program: Properties,
  { name, isRetained = false, malformed = [] }: Declaration = {},
) {
  const old = withDerivedId(resource, oldInputs, settings);
  const given = { ...program };
  const naming = namedBy(resource) ?? "";
  const inherited = given[naming] === undefined && old[naming] === undefined;
  const hint = (property: string) =>
    property === naming && inherited ? ` It is the resource's own name; give it another as ${naming}.` : "";
  if (naming) given[naming] = given[naming] ?? old[naming] ?? name;

  const { inputs, failures } = accept(resource, given);
  if (failures.length === 0) Object.assign(inputs, derived(resource, inputs, settings));
  const violation =
    failures.length === 0 &&
    (unaddressable(resource, old, inputs) ??
      disagreeing(resource, inputs) ??
      notOnQuayIo(resource, settings) ??
      resource.validate?.(inputs) ??
      guardedRename(resource, old, inputs) ??
      unchangeable(resource, old, inputs, isRetained));
  if (violation) failures.push(violation);
  const hinted = failures.map(({ property, reason }) => ({ property, reason: `${reason}${hint(property)}` }));
  if (hinted.length > 0) hinted.push(...otherMalformed(malformed, resource, name));
  return { inputs, failures: hinted };
}

/** Inputs that are given together, or left out together, against the kind's rules. One that is unknown yet may be left out. */
function disagreeing({ exactlyOne, onlyWith }: Resource, inputs: Properties): Failure | undefined {
  const possible = exactlyOne.filter((name) => inputs[name] !== undefined);
  const given = possible.filter((name) => !isUnknown(inputs[name]));
  const [first = "", second] = given.length > 0 ? given : exactlyOne;
  if (exactlyOne.length > 0 && (possible.length === 0 || given.length > 1)) {
    const choice = `${exactlyOne.slice(0, -1).join(", ")} or ${exactlyOne.at(-1)}`;
    const reason = given.length === 0 ? `Give ${choice}.` : `Give either ${choice}, and not ${given.join(" and ")}.`;
    return { property: (given.length > 0 && second) || first, reason };
  }
  for (const [name, { property, values }] of Object.entries(onlyWith)) {
    const value = inputs[property];
    if (inputs[name] === undefined || isUnknown([inputs[name], value]) || values.includes(String(value))) continue;
    return { property: name, reason: `${name} goes only with ${property} ${values.join(" or ")}. Remove it.` };
  }
}

/** Whether it is made by operations for superusers, which quay.io does not offer. */
export const isWithheld = ({ superuserOnly }: Resource, { url }: QuaySettings): boolean =>
  superuserOnly === true && /^(?:.*\.)?quay\.io$/.test(new URL(url).hostname);

function notOnQuayIo(resource: Resource, settings: QuaySettings): Failure | undefined {
  const { kind, identity } = resource;
  if (!isWithheld(resource, settings)) return undefined;
  const reason = `${kind}s are not on quay.io: they are made by superusers of a Quay of one's own.`;
  return { property: identity.properties[0] ?? "", reason };
}

/** The engine stops at the first malformed resource, so its failures also list the program's other malformed resources. */
function otherMalformed(malformed: string[], { kind }: Resource, name: string | undefined): Failure[] {
  const beside = malformed.filter((line) => !line.startsWith(`${kind} ${name}:`));
  return beside.length > 0 ? [{ property: "", reason: `Also malformed:\n${beside.join("\n")}` }] : [];
}

/** Validates each property by itself. Unknown values are accepted as they are. */
export function accept({ kind, accepts, derives, flags }: Resource, given: Properties) {
  const failures: Failure[] = [];
  const inputs: Properties = {};

  for (const property of Object.keys(given)) {
    if (property.startsWith("__") || Object.hasOwn(accepts, property) || Object.hasOwn(derives, property)) continue;
    if (!(flags as readonly string[]).includes(property))
      failures.push(unknownProperty(kind, property, [...Object.keys(accepts), ...flags]));
    else if (isUnknown(given[property]) || given[property] === true) inputs[property] = given[property];
    else if (given[property] !== false) failures.push({ property, reason: `${property} is true or false.` });
  }

  for (const [property, accepted] of Object.entries(accepts)) {
    if (isUnknown(given[property])) {
      inputs[property] = given[property];
      continue;
    }
    const result = accepted.safeParse(given[property], { error: zodMessage });
    if (!result.success) failures.push(...failuresOf(property, result.error));
    else if (result.data !== undefined) inputs[property] = result.data;
  }
  return { inputs, failures };
}

/** The outputs that are derived from the inputs; unknown while the resource's identity is unknown. */
export function derived(resource: Resource, known: Properties, settings: QuaySettings): Properties {
  const unnamed = resource.identity.properties.some((property) => isUnknown(known[property]));
  return Object.fromEntries(
    Object.entries(resource.derives).map(([name, derive]) => [name, unnamed ? UNKNOWN : derive(known, settings)]),
  );
}

/** Inputs with the parts of the id that are derived from them, which the native provider does not have as inputs. */
export function withDerivedId(resource: Resource, inputs: Properties, settings: QuaySettings): Properties {
  const isDerived = resource.identity.properties.some((name) => name in resource.derives);
  return isDerived ? { ...derived(resource, inputs, settings), ...inputs } : inputs;
}

/** A rename would replace the resource, and the guard would refuse to delete the old one. So it needs forceDelete. */
function guardedRename(
  { kind, guard, flags, identity }: Resource,
  old: Properties,
  inputs: Properties,
): Failure | undefined {
  if (!guard || !flags.includes("forceDelete") || old.forceDelete) return undefined;
  const changed = (name: string) => old[name] !== undefined && !isUnknown(inputs[name]) && inputs[name] !== old[name];
  const property = identity.properties.find(changed);
  if (!property) return undefined;
  return {
    property,
    reason:
      `${kind} ${labelOf(identity, old)} cannot be renamed: Quay would have to delete it with all it holds and make ` +
      `${labelOf(identity, { ...old, ...inputs })} anew. Keep the old ${property}; or declare the new ${kind} beside it, move ` +
      "what it holds, then remove the old one; or, to lose what it holds, set forceDelete: true, run pulumi up, and rename then.",
  };
}

function unchangeable(
  { kind, replaceOnRequest, identity }: Resource,
  old: Properties,
  inputs: Properties,
  isRetained: boolean,
): Failure | undefined {
  if (!replaceOnRequest || Object.keys(old).length === 0 || (inputs.replaceWhenChanged && !isRetained))
    return undefined;
  if (identity.properties.some((name) => old[name] !== inputs[name])) return undefined;
  // A property that was not in the state may equal Quay's value; the update compares it.
  const known = (name: string) => old[name] !== undefined && !isUnknown(inputs[name]);
  const property = replaceOnRequest.of.find((name) => known(name) && !isDeepStrictEqual(old[name], inputs[name]));
  if (!property) return undefined;
  const reason = `${property} of ${kind} ${labelOf(identity, old)} cannot be changed. ${replaceOnRequest.why}`;
  const remedy = isRetained
    ? "remove retainOnDelete, run pulumi up, and change it then: while the old one is kept in Quay no other can be made."
    : "set replaceWhenChanged: true.";
  return { property, reason: `${reason} Keep it as it was, or ${remedy}` };
}

function unknownProperty(kind: string, property: string, known: string[]): Failure {
  const similar = nearest(property, known);
  const more = similar ? `Did you mean ${similar}?` : "See its documentation.";
  return { property, reason: `${kind} has no property ${propertyText(property)}. ${more}` };
}

/** The failures of a property, with the path of a nested one, such as `rules.0.issuer`. */
function failuresOf(property: string, { issues }: z.ZodError): Failure[] {
  const reasons = new Map<string, Set<string>>();
  for (const { path, message } of issues) {
    const fullPath = [property, ...path.map((step) => propertyText(String(step)))].join(".");
    reasons.set(fullPath, (reasons.get(fullPath) ?? new Set()).add(message));
  }
  return [...reasons].map(([property, messages]) => ({ property, reason: [...messages].join(" ") }));
}
