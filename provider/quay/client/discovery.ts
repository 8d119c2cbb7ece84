import { isForeign } from "./answer-shape";
import type { Call, OperationName } from "./call";
import { QuayError, reasonOf } from "./errors";
import type { Answer } from "./retry";

/**
 * Quay's list of the operations that it offers, depending on its version and features. It is read once, and only after
 * an answer that may mean that the operation does not exist.
 */
export class Discovery {
  private routes?: Promise<Set<string> | undefined>;

  constructor(private readonly read: () => Promise<unknown>) {}

  /** Whether the list could be read and does not contain this route, such as `PUT /v1/organization/{orgname}`. */
  async lacks(route: string): Promise<boolean> {
    this.routes ??= this.read().then(routesOf, () => undefined);
    const routes = await this.routes;
    if (!routes) this.routes = undefined;
    return routes !== undefined && !routes.has(withoutParameterNames(route));
  }
}

/** This Quay does not offer an operation, so nothing is known about what the operation reads or writes. */
export class UnsupportedOperation extends QuayError {
  /** `user` is what needs the operation, such as a kind or one of its properties. */
  constructor(
    private readonly operation: OperationName,
    user?: string,
  ) {
    const { nickname, route } = operation;
    super(
      `This Quay does not have the operation ${nickname} (${route})${user ? `, which ${user} needs` : ""}: its /api/v1/discovery does ` +
        "not list it. Quay has to be upgraded, or the feature that the operation belongs to switched on.",
    );
    this.name = "UnsupportedOperation";
  }

  /** The same error, naming what needs the operation. */
  neededBy(user: string): UnsupportedOperation {
    return new UnsupportedOperation(this.operation, user);
  }
}

function routesOf(document: unknown): Set<string> | undefined {
  const { paths } = (document ?? {}) as { paths?: Record<string, object> };
  const routes = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) =>
      withoutParameterNames(`${method.toUpperCase()} ${path.replace(/^\/api\//, "/")}`),
    ),
  );
  return routes.length > 0 ? new Set(routes) : undefined;
}

/** Path parameters may have other names in other versions of Quay. */
const withoutParameterNames = (route: string) => route.replace(/\{\w+\}/g, "{}");

/**
 * Whether the answer may mean that Quay lacks the route; a proxy may answer the same. A GET or DELETE of an unknown route below
 * a repository cannot be recognized: Quay takes the whole path for the repository's name.
 */
export function looksUnrouted({ path, operation }: Call, answer: Answer): boolean {
  if (!operation?.route.includes(" /v1/")) return false;
  const { status, body, text } = answer;
  if (status === 308) return answer.location?.replace(/\?.*/, "").endsWith(`${path}/`) ?? false;
  if (status === 405) return isForeign(answer) || /^The method is not allowed\b/.test(reasonOf(body, text));
  if (status === 404) return isForeign(answer);
  // Quay takes an unknown route below a repository for part of its name, and handles the PUT as an update of that repository.
  return status === 400 && belowRepository.test(operation.route) && ofUpdate.test(reasonOf(body, text));
}

const belowRepository = /^PUT \/v1\/repository\/\{repository\}\//;
const ofUpdate = /^'description' is a required property/;
