import type { Answer } from "./retry";

type Body = Record<string, unknown>;

const asBody = (body: unknown): Body | undefined => (body && typeof body === "object" ? (body as Body) : undefined);

/** The title of Quay's usual error body, which names itself twice and repeats the status; undefined of any other body. */
export function titleOf({ status, body }: Pick<Answer, "status" | "body">): string | undefined {
  const { error_type, title, status: said } = asBody(body) ?? {};
  return typeof title === "string" && title === error_type && said === status ? title : undefined;
}

/** What Quay's framework says where Quay itself only says that there is nothing, as of a user. */
const NOTHING = /^The requested URL was not found on the server\b/;

/** Quay's refusals before it looks at the request; others say what is wrong with a token of theirs, with 401. */
const AT_THE_DOOR = /^(CSRF token was invalid or missing|API calls must be invoked with an X-Requested-With header)/;

/** Whether a refusal is in words that Quay uses. A front says 404, 403 or 400 too, of things that Quay may well hold. */
function isQuays({ status, body }: Answer): boolean {
  const said = asBody(body);
  if (!said) return false;
  if (titleOf({ status, body })) return true;
  const { message, detail, error } = said;
  if (message) return status !== 404 || (typeof message === "string" && NOTHING.test(message));
  if (typeof detail === "string") return Object.keys(said).length === 1 && (status === 400 || status === 409);
  return typeof error === "string" && (status === 401 || AT_THE_DOOR.test(error));
}

/** Quay says neither that something else is to come, nor that nothing changed. */
const USUAL = /^(20[0-4]|30[12378]|[45]\d\d)$/;

/** Whether an answer is of something in front of Quay. Quay's own trouble, and being asked too much, are told by the status. */
export function isForeign(answer: Answer): boolean {
  const { status, body, text } = answer;
  if (!USUAL.test(String(status))) return true;
  if (status < 300) return text !== "" && body === text;
  return status < 500 && status !== 429 && !isQuays(answer);
}
