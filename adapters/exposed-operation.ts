import type { z } from "zod";
import type { Operation } from "../provider/quay/operation";

/** What a caller should know before calling. */
export interface Hints {
  /** Changes nothing. */
  readOnly: boolean;
  /** Takes away what may not come back. */
  destructive: boolean;
  /** Twice does no more than once. */
  idempotent: boolean;
}

export const reads: Hints = { readOnly: true, destructive: false, idempotent: true };
export const makes: Hints = { readOnly: false, destructive: false, idempotent: false };
export const changes: Hints = { readOnly: false, destructive: false, idempotent: true };
export const destroys: Hints = { readOnly: false, destructive: true, idempotent: true };

/** An operation of Quay as both adapters offer it. */
export interface ExposedOperation {
  name: string;
  operation: Operation;
  hints: Hints;
  /** When to use it. */
  description: string;
  /** What Quay's success is: 200, 201, or 204 without a body. */
  success: number;
}

interface Description<Input extends z.ZodObject, Output extends z.ZodType>
  extends Pick<ExposedOperation, "name" | "hints" | "description"> {
  operation: Operation<Input, Output>;
  success?: number;
}

/** An operation for callers of whom no compiler knows what they give. */
export function expose<Input extends z.ZodObject, Output extends z.ZodType>({
  operation,
  success = 200,
  ...described
}: Description<Input, Output>): ExposedOperation {
  return { ...described, operation: operation as unknown as Operation, success };
}
