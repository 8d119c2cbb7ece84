import type { Operation, Scope } from "../../provider/quay/operation";

/** When a kind sends a request. */
export const moments = {
  create: "to create it",
  read: "to read it",
  change: "to change it",
  delete: "to delete it",
  many: "to read many at once, if allowed",
  doubt: "to be sure that it is gone, or to know why it was refused",
};
export type Moment = keyof typeof moments;

/** A request that a kind sends to Quay. */
export interface Call {
  operation: Pick<Operation, "route" | "scope" | "summary">;
  moments: Moment[];
}

/** The scopes that a scope includes. */
const included: Partial<Record<Scope, Scope[]>> = {
  "repo:admin": ["repo:write", "repo:read"],
  "repo:write": ["repo:read"],
  "user:admin": ["user:read"],
};

/** The minimal scopes for all of these calls, except optional reads and checks after refusals. */
export function scopesOf(calls: Call[]): Scope[] {
  const needed = calls.filter(({ moments }) => moments.some((moment) => moment !== "many" && moment !== "doubt"));
  const named = new Set(needed.flatMap(({ operation }) => operation.scope ?? []));
  const held = new Set([...named].flatMap((scope) => included[scope] ?? []));
  return [...named].filter((scope) => !held.has(scope)).sort();
}
