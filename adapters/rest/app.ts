import { admitted } from "../admission";
import { type AdapterContext, addressOf, bodyOf, type HttpApp, httpApp, type RequestContext } from "../http-app";
import { accepted } from "../validate-input";
import { naming } from "./not-found";
import { openapi } from "./openapi";
import { given } from "./request-input";
import { find } from "./routes";
import { page } from "./swagger-ui";

/** The sixteen operations over HTTP, with their description and a page to try them. */
export function rest(adapter: AdapterContext): HttpApp {
  const app = httpApp("rest", adapter);
  const description = openapi();
  app.get("/openapi.json", (visit) => visit.json(description));
  app.get("/", async (visit) => (await page("")) ?? visit.notFound());
  app.get("/page/:file", async (visit) => (await page(visit.req.param("file"))) ?? visit.notFound());
  app.all("*", (visit) => operate(visit, adapter));
  return app;
}

async function operate(visit: RequestContext, { admission, relay }: AdapterContext): Promise<Response> {
  const { path, query } = addressOf(visit);
  const found = find(visit.req.method, path);
  if ("redirect" in found) return visit.redirect(found.redirect + (query && `?${query}`), 308);
  const { offer } = found.route;
  visit.get("told").operation = offer.name;
  const token = admitted(admission, visit.req.raw.headers);
  const input = accepted(offer, given(found, query, await bodyOf(visit), visit.req.header("content-type") ?? ""));
  const { status, body } = await relay.call(offer, token, input).catch((error) => {
    throw naming(error, found);
  });
  if (body === undefined) return new Response(null, { status });
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}
