import { masked, visible } from "./masking";

/** Base class of the failures of requests to Quay. Its message contains no secrets. */
export class QuayError extends Error {
  /** True when Quay may have carried out the request although no clear answer arrived. */
  readonly ambiguous: boolean;

  constructor(message: string, options: { cause?: unknown; ambiguous?: boolean } = {}) {
    super(masked(message), { cause: options.cause });
    this.name = "QuayError";
    this.ambiguous = options.ambiguous ?? false;
  }
}

/** The message of anything that was thrown. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

interface RefusalDetails {
  status: number;
  /** Quay's reason as one line, for comparisons; `quotable` makes it fit for messages. */
  reason: string;
  /** Method and path, for example `PUT /v1/organization/acme/team/ops`. */
  request: string;
  /** Quay's error type, such as `not_found`, if it gave one. */
  title?: string;
  /** The OAuth scope that the request needs, when Quay refused for lack of permission. */
  scope?: string;
  advice?: string;
  ambiguous?: boolean;
}

/** Quay answered with an error status. */
export class Refusal extends QuayError implements RefusalDetails {
  readonly status;
  readonly reason;
  readonly request;
  readonly title;
  readonly scope;
  /** The message without the provider's advice. */
  readonly messageWithoutAdvice: string;

  constructor(
    private readonly details: RefusalDetails,
    /** Whether the cause that the advice names was verified. */
    readonly proven = false,
  ) {
    const { status, reason, request, title, scope, advice, ambiguous } = details;
    const quoted = quotable(reason);
    const words = quoted.startsWith(String(status)) ? quoted : `${withoutFullStop(quoted)} (${status})`;
    const message = `Quay refused ${request}: ${words}.`;
    super([message, advice].filter(Boolean).join(" "), { ambiguous });
    this.name = "Refusal";
    this.messageWithoutAdvice = masked(message);
    this.status = status;
    this.reason = reason;
    this.request = request;
    this.title = title;
    this.scope = scope;
  }

  /** The same refusal with advice for its verified cause. */
  withAdvice(advice: string): Refusal {
    return new Refusal({ ...this.details, advice }, true);
  }
}

/** Quay's message to a superuser when the organization of a team or robot does not exist. */
const NO_ORGANIZATION = /^Organization does not exist: /;

/** Whether the refusal may mean that the namespace does not exist, which Quay does not distinguish from lack of permission. */
export const hidesNamespace = ({ status, reason }: Pick<Refusal, "status" | "reason">): boolean =>
  status === 401 || status === 403 || (status === 400 && NO_ORGANIZATION.test(reason));

/** Whether Quay itself says that the resource does not exist. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Refusal && error.status === 404 && error.title === "not_found";

/** Quay does not accept the token, so a missing resource proves nothing. */
export class InvalidToken extends QuayError {
  /** `another`: QUAY_TOKEN holds a different token, which is not used. */
  constructor(another = false) {
    super(
      "Quay does not accept the token: it is wrong, has expired or was revoked. Set a new one as quay:token or QUAY_TOKEN; when that " +
        "is done, say --run-program, without which pulumi refresh and destroy use the quay:token of the last up." +
        (another ? " QUAY_TOKEN holds another one, but a setting goes before it." : ""),
    );
    this.name = "InvalidToken";
  }
}

/** Quay's reason: `detail`, else `message`, else `error`; of an HTML page the title. Nothing else of a body is quoted. */
export function reasonOf(body: unknown, text: string): string {
  if (body && typeof body === "object") {
    const { detail, message, error } = body as Record<string, unknown>;
    for (const words of [detail, message, error]) if (typeof words === "string" && words) return firstLine(words);
    return message && typeof message === "object" ? propertyFaults(message) : "no reason given";
  }
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1];
  if (title !== undefined || text.trimStart().startsWith("<")) return firstLine(title || "an HTML page");
  return text.trim() === "" ? "no reason given" : "a text that is no JSON";
}

const firstLine = (text: string) => visible(text.slice(0, 10_000)).trim().split("\n")[0] ?? "";

/** Text from an answer, fit for messages. It is masked before it is cut, because a part of a cut token would stay visible. */
export const quotable = (words: string): string => masked(words).slice(0, 300);

/** Quay's errors by property, such as `{"email":["This is no address."]}`. Anything nested deeper or longer is not quoted. */
function propertyFaults(message: object): string {
  const isPlain = (value: unknown) => typeof value !== "object" || value === null;
  const faults = Array.isArray(message) ? [] : Object.entries(message);
  const known = faults.length > 0 && faults.length <= 20 && faults.every(([, said]) => isPlain(said) || isShort(said));
  return known ? firstLine(JSON.stringify(message)) : "a reason that is none of Quay's";
  function isShort(said: unknown) {
    return Array.isArray(said) && said.length <= 20 && said.every(isPlain);
  }
}

const withoutFullStop = (text: string) => text.replace(/\.$/, "");
