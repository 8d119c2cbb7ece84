import { admit } from "../admission";
import type { ExposedOperation } from "../exposed-operation";
import { exposedOperations } from "../exposed-operations";
import { type AdapterContext, addressOf, bodyOf, type HttpApp, httpApp, type RequestContext } from "../http-app";
import { validateInput } from "../validate-input";
import { describeProblem } from "./not-found";
import { openapi } from "./openapi";
import { readInput } from "./request-input";
import { matchRoute, type Route, routesOf } from "./routes";
import { swaggerUi } from "./swagger-ui";

/** The REST adapter: the operations, by default the sixteen, their OpenAPI document, and a Swagger UI page. */
export function rest(adapter: AdapterContext, operations: ExposedOperation[] = exposedOperations): HttpApp {
  const app = httpApp("rest", adapter);
  const routes = routesOf(operations);
  const description = openapi(routes);
  app.get("/openapi.json", (context) => context.json(description));
  app.get("/", async (context) => (await swaggerUi("")) ?? context.notFound());
  app.get("/page/:file", async (context) => (await swaggerUi(context.req.param("file"))) ?? context.notFound());
  app.all("*", (context) => operate(context, adapter, routes));
  return app;
}

async function operate(
  context: RequestContext,
  { admission, clients }: AdapterContext,
  routes: Route[],
): Promise<Response> {
  const { path, query } = addressOf(context);
  const matched = matchRoute(routes, context.req.method, path);
  if ("redirect" in matched) return context.redirect(matched.redirect + (query && `?${query}`), 308);
  const { exposed } = matched.route;
  context.get("entry").operation = exposed.name;
  const token = admit(admission, context.req.raw.headers);
  const input = validateInput(
    exposed,
    readInput(matched, query, await bodyOf(context), context.req.header("content-type") ?? ""),
  );
  const { status, body } = await clients.call(exposed, token, input).catch((error) => {
    throw describeProblem(error, matched);
  });
  if (body === undefined) return new Response(null, { status });
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
