import { isForeign } from "./answer-shape";
import type { Call, OperationName } from "./call";
import { QuayError, reasonOf } from "./errors";
import type { Answer } from "./retry";

/**
 * Quay's own list of the operations that it has, in this version and with what is switched on. It is read once, and only after
 * an answer that may mean that there is no such operation.
 */
export class Discovery {
  private routes?: Promise<Set<string> | undefined>;

  constructor(private readonly read: () => Promise<unknown>) {}

  /** Whether the list was readable and does not hold this route, such as `PUT /v1/organization/{orgname}`. */
  async lacks(route: string): Promise<boolean> {
    this.routes ??= this.read().then(routesOf, () => undefined);
    const routes = await this.routes;
    if (!routes) this.routes = undefined;
    return routes !== undefined && !routes.has(shape(route));
  }
}

/** This Quay does not have an operation: of what that reads or writes nothing is known. */
export class UnsupportedOperation extends QuayError {
  /** `user` is what needs it, such as a kind, or a property of one. */
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

  /** The same, with what needs the operation. */
  neededBy(user: string): UnsupportedOperation {
    return new UnsupportedOperation(this.operation, user);
  }
}

function routesOf(document: unknown): Set<string> | undefined {
  const { paths } = (document ?? {}) as { paths?: Record<string, object> };
  const routes = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => shape(`${method.toUpperCase()} ${path.replace(/^\/api\//, "/")}`)),
  );
  return routes.length > 0 ? new Set(routes) : undefined;
}

/** Versions of Quay may name the parameters of a path differently. */
const shape = (route: string) => route.replace(/\{\w+\}/g, "{}");

/**
 * Whether Quay answers so where it has no such route; a server in front of it may answer so too. A read or delete of what it does
 * not know below a repository cannot be told: it looks for, or deletes, a repository of that longer name.
 */
export function looksUnrouted({ path, operation }: Call, answer: Answer): boolean {
  if (!operation?.route.includes(" /v1/")) return false;
  const { status, body, text } = answer;
  if (status === 308) return answer.location?.replace(/\?.*/, "").endsWith(`${path}/`) ?? false;
  if (status === 405) return isForeign(answer) || /^The method is not allowed\b/.test(reasonOf(body, text));
  if (status === 404) return isForeign(answer);
  // What it does not know below a repository Quay takes for part of the repository's name, and updates that.
  return status === 400 && belowRepository.test(operation.route) && ofUpdate.test(reasonOf(body, text));
}

const belowRepository = /^PUT \/v1\/repository\/\{repository\}\//;
const ofUpdate = /^'description' is a required property/;
