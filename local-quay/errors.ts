import { type HttpResponse, page } from "./responses";

/** A refusal on its way to the caller. Problem bodies name the server, so the answer is made once that is known. */
export class Refusal extends Error {
  constructor(readonly answer: (origin: string) => HttpResponse) {
    super("refused");
  }
}

/** Throws, where an expression is wanted: `store.user(name) ?? refuse(notFound())`. */
export function refuse(refusal: Refusal): never {
  throw refusal;
}

const fixed = (answer: HttpResponse) => new Refusal(() => answer);

/** Quay's usual error body, which says everything twice. */
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

/** A broken rule of the data layer, or a general refusal of the framework. */
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

/** How Quay says that a path leads nowhere, when it says so on purpose. */
export const unknownPath = () =>
  message(
    404,
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.",
  );

/** The bare form that mirroring uses. */
export const detail = (status: number, text: string) => fixed({ status, body: { detail: text } });

/** JSON that Quay labels as HTML. */
export const jsonAsHtml = (status: number, text: string) =>
  fixed({ status, type: "text/html", body: JSON.stringify({ error: text }) });

export const invalidCsrf = () => jsonAsHtml(403, "CSRF token was invalid or missing.");

export const htmlError = (status: number, headers?: Record<string, string>) => fixed(page(status, headers));

/** What Quay says when it did not expect a mistake. */
export const crash = () => htmlError(500);

/** Not of Quay: the local one has no answer. */
export const notImplemented = (text: string) => message(501, text);
