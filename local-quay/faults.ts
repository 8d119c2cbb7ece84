import { badRequest, forbidden, invalid, notFound, type Refusal, unauthenticated } from "./errors";
import { type HttpResponse, page } from "./responses";
import { knownRoute, shape } from "./route-names";

/** What goes wrong: a status with the body Quay or its proxy would send, an answer of your own, or a broken connection. */
export type Fault =
  | number
  | { status: number; body?: unknown; headers?: Record<string, string>; type?: string }
  /** Ends the connection without an answer. */
  | "reset"
  /** Never answers. */
  | "hang"
  /** Ends the connection in the middle of a JSON answer. */
  | "half"
  /** Answers 200 with a web page. */
  | "html";

/** A request the local Quay received, in the order of arrival. */
export interface RecordedRequest {
  method: string;
  /** Path as sent, with the query. */
  path: string;
  /** The route that took it, such as `PUT /v1/organization/{orgname}`, or `none`. */
  route: string;
  /** The JSON that was sent, if any. */
  body?: unknown;
  /** Missing until the answer is sent. */
  status?: number;
}

export interface FaultOptions {
  /** How often; once when not given. */
  times?: number;
  /** Whether the request is carried out before it fails, as when an answer gets lost. */
  after?: boolean;
  /** Which requests to the route fail; all when not given. */
  when?: (request: RecordedRequest) => boolean;
}

interface PlannedFault extends FaultOptions {
  route: string;
  fault: Fault;
  left: number;
}

/** What is planned to go wrong. */
export class Faults {
  private planned: PlannedFault[] = [];

  constructor(private readonly known: string[]) {}

  plan(route: string, fault: Fault, options: FaultOptions = {}) {
    if (route !== "*") knownRoute(route, this.known);
    this.planned.push({ ...options, route, fault, left: options.times ?? 1 });
  }

  /** The fault for a request, which is used up by asking. */
  take(request: RecordedRequest): { fault: Fault; after: boolean } | undefined {
    const fault = this.planned.find(
      ({ route, left, when }) =>
        left > 0 && (route === "*" || shape(route) === shape(request.route)) && (when?.(request) ?? true),
    );
    if (!fault) return undefined;
    fault.left -= 1;
    return { fault: fault.fault, after: fault.after ?? false };
  }

  clear() {
    this.planned = [];
  }
}

const refusals: Record<number, () => Refusal> = {
  400: badRequest,
  401: unauthenticated,
  403: forbidden,
  404: notFound,
  422: () => invalid("Unprocessable"),
};

/** The answer of a fault that leaves the connection alone. */
export function faultResponse(fault: Exclude<Fault, "reset" | "hang" | "half">, origin: string): HttpResponse {
  if (fault === "html") return { ...page(404), status: 200 };
  if (typeof fault === "object") return fault;
  return refusals[fault]?.().answer(origin) ?? page(fault);
}
