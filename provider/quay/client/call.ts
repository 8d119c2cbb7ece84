import type { Message } from "./http/channel";
import type { Answer } from "./retry";

/** An operation as it is named in Quay's discovery document. */
export interface OperationName {
  /** The `operationId`, such as `updateOrganizationTeam`. */
  nickname: string;
  /** Method and path, for example `PUT /v1/organization/{orgname}`. */
  route: string;
}

/** One request to Quay's API, with what is needed to retry it and to explain a failure. */
export interface Call extends Message {
  /** The operation that it calls, for requests that depend on Quay's version or features. */
  operation?: OperationName;
  /** Whether the request is idempotent. */
  repeatable: boolean;
  /** The status with which Quay confirms a DELETE, where it is not 204. */
  confirmedBy?: number;
  /** Whether what comes with a status of failures is an answer nevertheless. */
  isAnswer?(answer: Answer): boolean;
  /** Advice to the user when Quay refuses for lack of permission. */
  advice?: string;
  /** The OAuth scope that it needs. */
  scope?: string;
  /** A success proves that the token is valid. */
  provesToken?: boolean;
}
