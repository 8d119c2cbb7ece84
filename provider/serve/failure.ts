import type { Properties, Resource } from "../lifecycle/definition";
import { PartialFailure } from "../lifecycle/errors";
import { messageOf } from "../quay/client/errors";
import { masked } from "../quay/client/masking";
import type { Repeated } from "./repeated";

/** A failure of a handler: its message is what the user reads, without secrets. */
export class HandlerFailure extends Error {
  /** Its beginning, where a line less is enough. */
  readonly summary: string;
  /** What was made although not all of it succeeded. */
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

/** Does the work; when it fails, says what the work was. */
export async function withErrorContext<T>(
  { identity }: Resource,
  repeated: Repeated,
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
