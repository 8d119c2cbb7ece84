import { UnsupportedOperation } from "../../provider/quay/client/discovery";
import { QuayError, Refusal } from "../../provider/quay/client/errors";
import type { NamespaceAccess } from "./report";

/** What was read of a namespace, without the principals that follow from it, and with what could not be seen. */
export interface ReadNamespace extends Omit<NamespaceAccess, "principals"> {
  /** Robots of the namespace, in full. */
  robots: string[];
  notes: string[];
}

/** Whether Quay does not show it to this token, or does not have it. */
export const isWithheld = (error: unknown): boolean =>
  error instanceof UnsupportedOperation || (error instanceof Refusal && [403, 404].includes(error.status));

/** Adds to a failure what it was that could not be read. */
export async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof QuayError)) throw error;
    throw new Error(`Could not read ${what}: ${error.message}`, { cause: error });
  }
}

/** The note for what Quay goes on listing of deleted repositories and users; none when there is nothing of it. */
export const ghostNote = (namespace: string, count: number): string[] =>
  count === 0
    ? []
    : [
        `Left out of ${namespace}: ${count === 1 ? "an entry" : `${count} entries`} of deleted repositories and users, ` +
          "which Quay goes on listing under a UUID.",
      ];
