import type { Answer } from "./retry";

type Body = Record<string, unknown>;

const asBody = (body: unknown): Body | undefined => (body && typeof body === "object" ? (body as Body) : undefined);

/** The title of Quay's standard error body, in which title equals error_type and the status is repeated; else undefined. */
export function titleOf({ status, body }: Pick<Answer, "status" | "body">): string | undefined {
  const { error_type, title, status: statedStatus } = asBody(body) ?? {};
  return typeof title === "string" && title === error_type && statedStatus === status ? title : undefined;
}

/** The 404 message of Quay's web framework, which Quay also sends for missing resources such as a user. */
const FRAMEWORK_NOT_FOUND = /^The requested URL was not found on the server\b/;

/** Quay's refusals before it processes a request; they have only the field `error`, as other services' errors may have. */
const BEFORE_AUTHENTICATION =
  /^(CSRF token was invalid or missing|API calls must be invoked with an X-Requested-With header)/;

/** Whether an error body is Quay's own. A proxy answers 404, 403 or 400 too, also for resources that exist in Quay. */
function isQuayRefusal({ status, body }: Answer): boolean {
  const object = asBody(body);
  if (!object) return false;
  if (titleOf({ status, body })) return true;
  const { message, detail, error } = object;
  if (message) return status !== 404 || (typeof message === "string" && FRAMEWORK_NOT_FOUND.test(message));
  if (typeof detail === "string") return Object.keys(object).length === 1 && (status === 400 || status === 409);
  return typeof error === "string" && (status === 401 || BEFORE_AUTHENTICATION.test(error));
}

/** The statuses that Quay uses: neither informational ones nor 304. */
const QUAY_STATUSES = /^(20[0-4]|30[12378]|[45]\d\d)$/;

/** Whether something in front of Quay answered, such as a proxy. 5xx and 429 mean the same from both, so they do not count. */
export function isForeign(answer: Answer): boolean {
  const { status, body, text } = answer;
  if (!QUAY_STATUSES.test(String(status))) return true;
  if (status < 300) return text !== "" && body === text;
  return status < 500 && status !== 429 && !isQuayRefusal(answer);
}
