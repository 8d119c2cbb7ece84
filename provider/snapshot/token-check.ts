import { InvalidToken, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";

/**
 * Is the token alive? Asked only when a read came back empty, refused or reduced, and asked again only when there was
 * trouble since: Quay shows less to a dead token instead of saying so, and `GET /user/` cannot tell a dead token from a
 * narrow one.
 */
export class TokenCheck {
  private proof?: { troubles: number; alive: Promise<void> };

  constructor(private readonly quay: Quay) {}

  /** Throws InvalidToken when Quay does not accept the token, and QuayError when that cannot be determined. */
  check(): Promise<void> {
    const { troubles } = this.quay;
    if (this.proof?.troubles === troubles) return this.proof.alive;
    const proof = { troubles, alive: this.request() };
    this.proof = proof;
    proof.alive.catch((error) => {
      if (!(error instanceof InvalidToken) && this.proof === proof) this.proof = undefined;
    });
    return proof.alive;
  }

  /** As `check`, whatever was proven before. */
  checkAgain(): Promise<void> {
    this.proof = undefined;
    return this.check();
  }

  private async request(): Promise<void> {
    try {
      // Without a name nothing is created: a live token meets the schema, a narrow one the scope, a dead one the CSRF guard.
      await this.quay.send({ method: "POST", path: "/v1/organization/", body: {}, repeatable: true });
    } catch (error) {
      const { status, title } = error instanceof Refusal ? error : {};
      if ((status === 400 && title === "invalid_request") || (status === 403 && title === "insufficient_scope")) return;
      throw error;
    }
    throw new QuayError("Quay accepted an organization without a name; this is no Quay that we know.");
  }
}
