import { z } from "zod";
import type { Properties } from "../definition";
import { differs } from "../diff";
import type { Resource } from "../resource";

/** A property that Quay has otherwise than the state. */
export interface PropertyChange {
  property: string;
  before: unknown;
  after: unknown;
}

/** What Quay has otherwise than the state, without what only follows from that or happens by itself. */
export function changesOf(resource: Resource, state: Properties, found: Properties): PropertyChange[] {
  const { accepts, stateOnly, writeOnly, logged } = resource;
  const shown = Object.keys(accepts).filter((name) => !stateOnly.includes(name) && !writeOnly.includes(name));
  const told = Object.values(logged.entries).flatMap(({ changes }) => (Array.isArray(changes) ? changes : []));
  return [...new Set([...shown, ...told])]
    .filter((property) => differs(state[property], found[property]))
    .map((property) => ({ property, before: state[property], after: found[property] }));
}

/** The properties that accept any text, in which a program may hold what it marks as secret. */
export const freeTexts = ({ accepts }: Resource): string[] =>
  Object.keys(accepts).filter((name) => !isClosed(accepts[name]));

function isClosed(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isClosed(schema.unwrap());
  return [z.ZodEnum, z.ZodBoolean, z.ZodNumber, z.ZodLiteral].some((closed) => schema instanceof closed);
}
