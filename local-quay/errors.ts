import { type HttpResponse, page } from "./responses";

/** An error response. Problem bodies contain the origin of the server, so the response is created from it later. */
export class Refusal extends Error {
  constructor(readonly answer: (origin: string) => HttpResponse) {
    super("refused");
  }
}

/** Throws within an expression: `store.user(name) ?? refuse(notFound())`. */
export function refuse(refusal: Refusal): never {
  throw refusal;
}

const fixed = (answer: HttpResponse) => new Refusal(() => answer);

/** Quay's usual error body, with duplicate fields. */
export const problem = (status: number, title: string, detail?: string, extras: object = {}) =>
  new Refusal((origin) => ({
    status,
    body: {
      ...extras,
      ...(detail === undefined ? {} : { detail, error_message: detail }),
      error_type: title,
      title,
      type: `${origin}/api/v1/error/${title}`,
      status,
    },
  }));

export const invalid = (detail: string) => problem(400, "invalid_request", detail);
export const notFound = () => problem(404, "not_found", "Not Found");
export const forbidden = () => problem(403, "insufficient_scope", "Unauthorized");
export const unauthenticated = (extras?: object) => problem(401, "invalid_token", "Requires authentication", extras);
export const immutable = (detail: string) => problem(409, "tag_immutable", detail);

/** An error of the data layer or of the web framework. */
export const message = (status: number, text: unknown) => fixed({ status, body: { message: text } });

export const badRequest = () =>
  message(400, "The browser (or proxy) sent a request that this server could not understand.");

export const readOnly = () =>
  fixed({
    status: 503,
    body: {
      message: "System is currently read-only. Pulls will succeed but all write operations are currently suspended.",
      is_readonly: true,
    },
  });

/** The framework's message for an unknown path, which some routes send deliberately. */
export const unknownPath = () =>
  message(
    404,
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
  );

/** The error body of the mirror routes. */
export const detail = (status: number, text: string) => fixed({ status, body: { detail: text } });

/** A JSON body that Quay sends with the content type of HTML. */
export const jsonAsHtml = (status: number, text: string) =>
  fixed({ status, type: "text/html", body: JSON.stringify({ error: text }) });

export const invalidCsrf = () => jsonAsHtml(403, "CSRF token was invalid or missing.");

export const htmlError = (status: number, headers?: Record<string, string>) => fixed(page(status, headers));

/** Quay's internal error for input that it does not validate. */
export const crash = () => htmlError(500);

/** The local Quay does not implement this; a real one never sends it. */
export const notImplemented = (text: string) => message(501, text);
