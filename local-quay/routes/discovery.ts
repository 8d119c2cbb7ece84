import { ok } from "../responses";
import { isAvailable, type Route, route } from "../routing";

/** Lists the routes that this Quay has under the flags of the moment, as a Swagger document. */
export const discovery = (routes: Route[]): Route =>
  route("GET /v1/discovery", ({ request, quay }) => {
    const paths: Record<string, Record<string, object>> = {};
    for (const one of routes.filter((each) => isAvailable(each, quay))) {
      const path = `/api${one.name.split(" ")[1]}`;
      const parameters = one.parameters.map((name) => ({ name, in: "path", required: true, type: "string" }));
      paths[path] = { ...paths[path], [one.method.toLowerCase()]: { parameters } };
    }
    return ok({
      swagger: "2.0",
      host: request.headers.host,
      basePath: "/",
      schemes: ["http"],
      info: { version: "v1", title: "Local Quay" },
      securityDefinitions: {},
      paths,
      definitions: {},
      tags: [],
    });
  });
