import type { z } from "zod";
import type { Operation } from "../provider/quay/operation";

/** The annotations of a tool in MCP. */
export interface Hints {
  /** Changes nothing. */
  readOnly: boolean;
  /** May delete something for good. */
  destructive: boolean;
  /** A second call has no further effect. */
  idempotent: boolean;
}

export const reads: Hints = { readOnly: true, destructive: false, idempotent: true };
export const creates: Hints = { readOnly: false, destructive: false, idempotent: false };
export const changes: Hints = { readOnly: false, destructive: false, idempotent: true };
export const destroys: Hints = { readOnly: false, destructive: true, idempotent: true };

/** An operation of Quay as both adapters expose it. */
export interface ExposedOperation {
  name: string;
  operation: Operation;
  hints: Hints;
  /** When to use it. */
  description: string;
  /** Quay's status on success: 200, 201, or 204 without a body. */
  success: number;
  /** The path in the REST adapter, where another operation is at Quay's path already. */
  path?: `/${string}`;
  /** What callers get of Quay's answer; all of it unless given. */
  shows?(answer: unknown): unknown;
}

interface Description<Input extends z.ZodObject, Output extends z.ZodType>
  extends Pick<ExposedOperation, "name" | "hints" | "description" | "path"> {
  operation: Operation<Input, Output>;
  success?: number;
  shows?(answer: z.output<Output>): z.output<Output>;
}

/** Exposes an operation to callers whose input is checked at run time instead of by the compiler. */
export function expose<Input extends z.ZodObject, Output extends z.ZodType>({
  operation,
  success = 200,
  ...described
}: Description<Input, Output>): ExposedOperation {
  return { ...described, operation: operation as unknown as Operation, success } as ExposedOperation;
}
