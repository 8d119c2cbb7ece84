import type { Properties } from "../lifecycle/definition";
import { PartialFailure } from "../lifecycle/errors";
import type { Resource } from "../lifecycle/resource";
import { messageOf } from "../quay/client/errors";
import { masked } from "../quay/client/masking";
import type { RepeatedReasons } from "./repeated";

/** A failure of a handler. Its message is for the user and contains no secrets. */
export class HandlerFailure extends Error {
  /** A short form of the message. */
  readonly summary: string;
  /** The resulting resource, when only some of the requests succeeded. */
  readonly partial?: { id: string; state: Properties };

  constructor(
    message: string,
    { cause, summary = message, partial }: { cause: unknown; summary?: string; partial?: HandlerFailure["partial"] },
  ) {
    super(message, { cause });
    this.summary = summary;
    this.partial = partial;
  }
}

/** Runs the work and adds the failed action and the resource to its error. */
export async function withErrorContext<T>(
  { identity }: Resource,
  repeated: RepeatedReasons,
  what: { action: string; object: string } | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = masked(messageOf(cause));
    if (!what) throw new HandlerFailure(reason, { cause });
    const { action, object } = what;
    const failed = `Could not ${action} ${object}`;
    if (!(cause instanceof PartialFailure)) {
      const message = `${failed}: ${repeated.reason(object, reason)}`;
      throw new HandlerFailure(message, { cause, summary: `${failed}.` });
    }
    const state = cause.properties;
    throw new HandlerFailure(`${failed}: ${reason}`, { cause, partial: { id: identity.format(state), state } });
  }
}
