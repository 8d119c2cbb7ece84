import { DeadToken, QuayError, Refusal } from "../client/errors";
import type { Quay } from "../client/quay";

/**
 * Is the token alive? Asked once per run, and only when a read came back empty, refused or reduced: Quay shows less to a
 * dead token instead of saying so, and `GET /user/` cannot tell a dead token from a narrow one.
 */
export class Token {
  private checked?: Promise<void>;

  constructor(private readonly quay: Quay) {}

  /** Throws DeadToken when the token is dead, and QuayError when that cannot be told. */
  check(): Promise<void> {
    this.checked ??= this.ask().catch((error) => {
      if (!(error instanceof DeadToken)) this.checked = undefined;
      throw error;
    });
    return this.checked;
  }

  private async ask(): Promise<void> {
    try {
      // Without a name nothing is created: a live token meets the schema, a narrow one the scope, a dead one the CSRF guard.
      await this.quay.send({ method: "POST", path: "/v1/organization/", body: {}, repeatable: true });
    } catch (error) {
      if (error instanceof Refusal && (error.status === 400 || error.status === 403)) return;
      throw error;
    }
    throw new QuayError("Quay accepted an organization without a name; this is no Quay that we know.");
  }
}
