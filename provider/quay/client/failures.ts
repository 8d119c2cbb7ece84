import type { QuaySettings } from "../settings";
import { titleOf } from "./answer-shape";
import type { Call } from "./call";
import { causeOf } from "./causes";
import { InvalidToken, QuayError, quotable, Refusal, reasonOf } from "./errors";
import type { Answer, Lost } from "./retry";

type Connection = Pick<QuaySettings, "url" | "caCertificate" | "token">;

export function noAnswer(
  connection: Connection,
  { method, path }: Call,
  { cause }: Lost,
  ambiguous: boolean,
): QuayError {
  const message = `Quay at ${connection.url} gave no answer to ${method} ${path}: ${causeOf(cause, connection)}.`;
  return new QuayError(message, { cause, ambiguous });
}

/** Quay asks for a longer wait than the retry policy allows. */
export function waitTooLong(
  { method, path }: Call,
  status: number,
  requestedWait: number,
  longestWait: number,
  ambiguous: boolean,
): Refusal {
  const reason = `it asks to be left alone for another ${durationText(requestedWait)}`;
  const advice = `It is waited for ${durationText(longestWait)} on end at most: run it again then.`;
  return new Refusal({ status, reason, request: `${method} ${path}`, advice, ambiguous });
}

/** Something other than Quay answered. */
export function foreign({ url }: Connection, { method, path }: Call, answer: Answer): QuayError {
  const { status, body, text } = answer;
  const ambiguous = method !== "GET";
  const said = `Quay at ${url} answered ${method} ${path} with`;
  if (status >= 300 && status < 400 && status !== 304)
    return new QuayError(`${said} ${redirect(url, path, answer)}`, { ambiguous });
  if (url.startsWith("http:") && /HTTP request (was sent )?to (an )?HTTPS/i.test(text)) {
    return new QuayError(`What listens at ${url} wants TLS: quay:url begins with https://.`);
  }
  const page = `a page instead of JSON: ${quotable(reasonOf(body, text))} (${status})`;
  const what = text === "" ? `nothing (${status})` : body === text ? page : `JSON that is not Quay's (${status})`;
  const message = `${said} ${what}. Either something in front of it is in trouble, or quay:url is not the address of a Quay.`;
  return new QuayError(message, { ambiguous });
}

export function refusal(
  { token }: Connection,
  call: Call,
  { status, body, text }: Answer,
  unanswered: boolean,
): QuayError {
  const request = `${call.method} ${call.path}`;
  const reason = reasonOf(body, text);
  // Without a valid token Quay treats a write as coming from a browser, and complains about the missing CSRF token.
  if (status === 403 && /CSRF token/.test(reason)) return new InvalidToken(isAnother(token));
  const { advice, scope } = status === 403 && /^(Unauthorized|insufficient)/i.test(reason) ? call : {};
  const title = titleOf({ status, body });
  return new Refusal({ status, reason, request, title, advice, scope, ambiguous: unanswered || status >= 500 });
}

const isAnother = (token: string) => !!process.env.QUAY_TOKEN && process.env.QUAY_TOKEN.trim() !== token;

/** The target of a redirect, without user, query and other parts that may be secret. */
function redirect(url: string, path: string, { status, location }: Answer): string {
  const base = location !== undefined && URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (!base || !/^https?:$/.test(base.protocol)) return `a redirect (${status}) to nowhere. Look at quay:url.`;
  const apiPath = `${path.startsWith("/v1/") ? "/api" : ""}${path}`;
  const target = quotable(`${base.origin}${base.pathname}`);
  if (target === `${url}${apiPath}/`)
    return `a redirect (${status}) to the same with a slash: this Quay does not offer that.`;
  const advice = target.endsWith(apiPath)
    ? `If that is your Quay, set quay:url to ${target.slice(0, -apiPath.length)}.`
    : "Set quay:url to the address at which your Quay itself answers.";
  return `a redirect (${status}) to ${target}. ${advice}`;
}

/** A duration in words. */
export function durationText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds <= 120) return `${seconds} s`;
  return seconds <= 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
