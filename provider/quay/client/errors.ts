import { masked, visible } from "./masking";

/** Anything that went wrong between us and Quay. */
export class QuayError extends Error {
  /** True when Quay may have carried the request out although no answer arrived. */
  readonly ambiguous: boolean;

  constructor(message: string, options: { cause?: unknown; ambiguous?: boolean } = {}) {
    super(masked(message), { cause: options.cause });
    this.name = "QuayError";
    this.ambiguous = options.ambiguous ?? false;
  }
}

/** What went wrong, in its own words. */
export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

interface No {
  status: number;
  /** Quay's own words, one line, to decide by: what is said of them is `quotable`. */
  reason: string;
  /** The request as method and path, for example `PUT /v1/organization/acme/team/ops`. */
  request: string;
  /** Quay's name for this kind of refusal, such as `not_found`, where it gave one. */
  title?: string;
  /** The scope of the token that may do it, where Quay refuses for want of rights. */
  scope?: string;
  advice?: string;
  ambiguous?: boolean;
}

/** Quay answered, and the answer was no. */
export class Refusal extends QuayError implements No {
  readonly status;
  readonly reason;
  readonly request;
  readonly title;
  readonly scope;
  /** What Quay said, without advice of ours. */
  readonly said: string;

  constructor(
    private readonly answer: No,
    /** Its advice is no guess. */
    readonly proven = false,
  ) {
    const { status, reason, request, title, scope, advice, ambiguous } = answer;
    const quoted = quotable(reason);
    const words = quoted.startsWith(String(status)) ? quoted : `${sentence(quoted)} (${status})`;
    const said = `Quay refused ${request}: ${words}.`;
    super([said, advice].filter(Boolean).join(" "), { ambiguous });
    this.name = "Refusal";
    this.said = masked(said);
    this.status = status;
    this.reason = reason;
    this.request = request;
    this.title = title;
    this.scope = scope;
  }

  /** The same, when it is known why. */
  because(advice: string): Refusal {
    return new Refusal({ ...this.answer, advice }, true);
  }
}

/** How Quay says to a superuser that the organization of a team or robot is missing. */
const NO_ORGANIZATION = /^Organization does not exist: /;

/** A refusal that Quay also gives of what is in a namespace that does not exist. */
export const hidesNamespace = ({ status, reason }: Refusal): boolean =>
  status === 401 || status === 403 || (status === 400 && NO_ORGANIZATION.test(reason));

/** Quay says that there is nothing of this name. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Refusal && error.status === 404 && error.title === "not_found";

/** The token itself is not accepted: nothing that Quay shows under it is evidence. */
export class InvalidToken extends QuayError {
  /** `another` is in QUAY_TOKEN, and not used. */
  constructor(another = false) {
    super(
      "Quay does not accept the token: it is wrong, has expired or was revoked. Set a new one as quay:token or QUAY_TOKEN; when that " +
        "is done, say --run-program, without which pulumi refresh and destroy use the quay:token of the last up." +
        (another ? " QUAY_TOKEN holds another one, but a setting goes before it." : ""),
    );
    this.name = "DeadToken";
  }
}

/** What Quay says of its refusal: `detail`, else `message`, else `error`; of a page the title. Nothing else is quoted of a body. */
export function reasonOf(body: unknown, text: string): string {
  if (body && typeof body === "object") {
    const { detail, message, error } = body as Record<string, unknown>;
    for (const words of [detail, message, error]) if (typeof words === "string" && words) return firstLine(words);
    return message && typeof message === "object" ? inside(message) : "no reason given";
  }
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1];
  if (title !== undefined || text.trimStart().startsWith("<")) return firstLine(title || "an HTML page");
  return text.trim() === "" ? "no reason given" : "a text that is no JSON";
}

const firstLine = (text: string) => visible(text.slice(0, 10_000)).trim().split("\n")[0] ?? "";

/** Foreign words as they may be said. Masked before they are cut: of a token across the cut a part would be left. */
export const quotable = (words: string): string => masked(words).slice(0, 300);

/** Quay's faults of single properties, such as `{"email":["This is no address."]}`. What is deeper or longer is none of them. */
function inside(message: object): string {
  const isPlain = (value: unknown) => typeof value !== "object" || value === null;
  const faults = Array.isArray(message) ? [] : Object.entries(message);
  const known = faults.length > 0 && faults.length <= 20 && faults.every(([, said]) => isPlain(said) || isShort(said));
  return known ? firstLine(JSON.stringify(message)) : "a reason that is none of Quay's";
  function isShort(said: unknown) {
    return Array.isArray(said) && said.length <= 20 && said.every(isPlain);
  }
}

const sentence = (text: string) => text.replace(/\.$/, "");
