import type { Message } from "./http/channel";

/** What Quay calls an operation, and its route, as in its discovery document. */
export interface OperationName {
  /** Quay's nickname for it, the `operationId`, such as `updateOrganizationTeam`. */
  nickname: string;
  /** Method and path, for example `PUT /v1/organization/{orgname}`. */
  route: string;
}

/** One request. */
export interface Call extends Message {
  /** The operation that it calls, where Quay may not have that. */
  operation?: OperationName;
  /** Doing it twice does no more than doing it once. */
  repeatable: boolean;
  /** Said to the user when Quay refuses for want of rights. */
  advice?: string;
  /** The scope of the token that it takes. */
  scope?: string;
  /** Quay answers it only to a live token. */
  proves?: boolean;
}
