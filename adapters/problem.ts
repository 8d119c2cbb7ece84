import { UnsupportedOperation } from "../provider/quay/client/discovery";
import { InvalidToken, QuayError, Refusal } from "../provider/quay/client/errors";
import { masked } from "../provider/quay/client/masking";
import { inFlags } from "./flags";

/** An invalid property of a request. */
export interface Fault {
  property: string;
  detail: string;
}

/** An error response in the format of RFC 9457. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** A full sentence, for people. */
    readonly detail: string,
    readonly more: {
      errors?: Fault[];
      headers?: Record<string, string>;
      /** Method and path of Quay's API. */
      request?: string;
      /** What the token would need. */
      advice?: string;
      /** True when Quay may have done it although no answer came. */
      ambiguous?: boolean;
    } = {},
  ) {
    super(detail);
  }

  get response(): Response {
    const { status, detail } = this;
    const { headers, ...more } = this.more;
    const body = { type: "about:blank", title: titles[status] ?? "Problem", status, detail, ...more };
    return new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/problem+json", ...headers },
    });
  }
}

/** The most faults in one response; the rest shows once these are corrected. */
const MAX_FAULTS = 10;

/** The problem for an input with invalid properties. Its length is limited, however many there are. */
export function invalidInput(faults: Fault[]): Problem {
  const errors = faults.slice(0, MAX_FAULTS);
  const more = faults.length > MAX_FAULTS ? [`And ${faults.length - MAX_FAULTS} more.`] : [];
  const sentences = errors.map(({ property, detail }) => `${property}: ${detail}`);
  return new Problem(400, [...sentences, ...more].join(" "), { errors });
}

/** The problem for an unknown path, with a hint where to look instead. */
export const notFound = (path: string, instead = ""): Problem =>
  new Problem(404, `There is nothing at ${path.slice(0, 200)}. ${instead}`.trim());

const titles: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  421: "Misdirected Request",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/** Converts an error of the client, or a refusal of Quay with its own message, to a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidToken) {
    return new Problem(401, "Quay does not accept the token: it is wrong, has expired or was revoked.");
  }
  if (error instanceof Refusal) {
    const { status, reason, request, ambiguous } = error;
    // For an API whose feature is switched off, Quay redirects to the same path with a slash, which does not exist.
    if (status < 400) return new Problem(404, "This Quay does not offer that: it is switched off.", { request });
    const advice = /It needs a token .*$/.exec(error.message)?.[0];
    // A proxy in front of Quay may send a status that is not valid in HTTP.
    return new Problem(status < 600 ? status : 502, masked(reason), {
      request,
      ...(advice && { advice }),
      ...(ambiguous && { ambiguous }),
    });
  }
  if (error instanceof UnsupportedOperation) return new Problem(501, error.message);
  if (error instanceof QuayError) {
    const { message, ambiguous } = error;
    return new Problem(/took longer/.test(message) ? 504 : 502, inFlags(message), ambiguous ? { ambiguous } : {});
  }
  return new Problem(500, "Something went wrong in the adapter, not in Quay.");
}
