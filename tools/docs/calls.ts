import type { Operation, Scope } from "../../provider/quay/operation";

/** When a kind makes a call. */
export const moments = {
  create: "to create it",
  read: "to read it",
  change: "to change it",
  delete: "to delete it",
  many: "to read many at once, if allowed",
  doubt: "to be sure that it is gone, or to know why it was refused",
};
export type Moment = keyof typeof moments;

/** A call that a kind makes of Quay. */
export interface Call {
  operation: Pick<Operation, "route" | "scope" | "summary">;
  moments: Moment[];
}

/** Scopes that hold others. */
const included: Partial<Record<Scope, Scope[]>> = {
  "repo:admin": ["repo:write", "repo:read"],
  "repo:write": ["repo:read"],
  "user:admin": ["user:read"],
};

/** The least scopes that are enough for the whole life of what makes these calls. */
export function scopesOf(calls: Call[]): Scope[] {
  const needed = calls.filter(({ moments }) => moments.some((moment) => moment !== "many" && moment !== "doubt"));
  const named = new Set(needed.flatMap(({ operation }) => operation.scope ?? []));
  const held = new Set([...named].flatMap((scope) => included[scope] ?? []));
  return [...named].filter((scope) => !held.has(scope)).sort();
}
