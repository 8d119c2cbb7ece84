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
  /** Parameters of the path, and beside them those of the query or the body. */
  input: z.ZodObject;
  output: z.ZodType;
  /** What Quay's success is: 200, 201, or 204 without a body. */
  success: number;
}

interface Description<Taken extends z.ZodObject, Given extends z.ZodObject, Output extends z.ZodType> {
  name: string;
  operation: Operation<Taken, Output>;
  hints: Hints;
  input: Given;
  description: string;
  /** When more is to be said of it than the operation says. */
  output?: z.ZodType;
  success?: number;
}

/** That what the operation takes can be given to it is seen by the compiler, here. */
export function expose<Taken extends z.ZodObject, Given extends z.ZodObject, Output extends z.ZodType>(
  description: Description<Taken, Given, Output> &
    (z.output<Given> extends z.input<Taken> ? unknown : { input: "is not what the operation takes" }),
): ExposedOperation {
  const { operation, output = operation.output, success = 200 } = description;
  return { ...description, operation: operation as unknown as Operation, output, success };
}
