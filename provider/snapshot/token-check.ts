import { InvalidToken, QuayError, Refusal } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";

/**
 * Checks whether the token is valid. This is needed when a read was empty, refused or partial, because Quay returns less to an
 * invalid token instead of refusing it, and `GET /user/` does not distinguish an invalid token from one without the scope. The
 * result is reused until Quay has another fault.
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

  /** As `check`, but without reusing an earlier result. */
  checkAgain(): Promise<void> {
    this.proof = undefined;
    return this.check();
  }

  private async request(): Promise<void> {
    try {
      // Without a name nothing is created. Quay rejects it for the schema with a valid token, for the scope with one that lacks
      // the scope, and for the CSRF token with an invalid one.
      await this.quay.send({ method: "POST", path: "/v1/organization/", body: {}, repeatable: true });
    } catch (error) {
      const { status, title } = error instanceof Refusal ? error : {};
      if ((status === 400 && title === "invalid_request") || (status === 403 && title === "insufficient_scope")) return;
      throw error;
    }
    throw new QuayError("Quay accepted an organization without a name; this is no Quay that we know.");
  }
}
