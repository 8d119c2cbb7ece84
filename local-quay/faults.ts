import { badRequest, forbidden, invalid, notFound, type Refusal, unauthenticated } from "./errors";
import { type HttpResponse, page } from "./responses";
import { knownRoute, shape } from "./route-names";

/** A simulated failure: a status with the body of Quay or its proxy, a response of your own, or a broken connection. */
export type Fault =
  | number
  | { status: number; body?: unknown; headers?: Record<string, string>; type?: string }
  /** Resets the connection without a response. */
  | "reset"
  /** Never responds. */
  | "hang"
  /** Closes the connection in the middle of a JSON response. */
  | "half"
  /** Responds with status 200 and a web page. */
  | "html";

/** A request the local Quay received, in the order of arrival. */
export interface RecordedRequest {
  method: string;
  /** Path as sent, with the query. */
  path: string;
  /** The route that matched, such as `PUT /v1/organization/{orgname}`, or `none`. */
  route: string;
  /** The JSON that was sent, if any. */
  body?: unknown;
  /** Missing until the response is sent. */
  status?: number;
}

export interface FaultOptions {
  /** How many requests fail. Defaults to one. */
  times?: number;
  /** Whether the request is processed before it fails, as when a response is lost. */
  after?: boolean;
  /** Which requests to the route fail. Defaults to all. */
  when?: (request: RecordedRequest) => boolean;
}

interface PlannedFault extends FaultOptions {
  route: string;
  fault: Fault;
  left: number;
}

/** The planned failures. */
export class Faults {
  private planned: PlannedFault[] = [];

  constructor(private readonly known: string[]) {}

  plan(route: string, fault: Fault, options: FaultOptions = {}) {
    if (route !== "*") knownRoute(route, this.known);
    this.planned.push({ ...options, route, fault, left: options.times ?? 1 });
  }

  /** Returns the fault for a request and counts it as used. */
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

/** The response of a fault that keeps the connection. */
export function faultResponse(fault: Exclude<Fault, "reset" | "hang" | "half">, origin: string): HttpResponse {
  if (fault === "html") return { ...page(404), status: 200 };
  if (typeof fault === "object") return fault;
  return refusals[fault]?.().answer(origin) ?? page(fault);
}
