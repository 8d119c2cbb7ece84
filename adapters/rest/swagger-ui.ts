import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const page = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>pulumi-quay</title>
  <link rel="icon" href="page/favicon-32x32.png">
  <link rel="stylesheet" href="page/swagger-ui.css">
</head>
<body>
  <div id="page"></div>
  <script src="page/swagger-ui-bundle.js"></script>
  <script src="page/start.js"></script>
</body>
</html>
`;

// By default Swagger UI sends the document to a validator on the internet.
const startScript = `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#page",
  deepLinking: true,
  validatorUrl: null,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
});
`;

const contentTypes = new Map([
  ["favicon-32x32.png", "image/png"],
  ["swagger-ui.css", "text/css; charset=utf-8"],
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
]);

/** The Swagger UI files that the page needs; the bundle of the command includes them. */
export const swaggerFiles = [...contentTypes.keys()];

/** A file of the Swagger UI page for the operations. All of them are served from here, none from the internet. */
export async function swaggerUi(name: string): Promise<Response | undefined> {
  if (name === "") return respond(page, "text/html; charset=utf-8");
  if (name === "start.js") return respond(startScript, "text/javascript; charset=utf-8");
  const type = contentTypes.get(name);
  return type ? respond(await readFile(join(folder(), name)), type) : undefined;
}

function folder(): string {
  const bundled = join(__dirname, "swagger-ui");
  return existsSync(bundled) ? bundled : dirname(require.resolve("swagger-ui-dist/package.json"));
}

const respond = (body: string | Buffer, type: string) =>
  new Response(body as ConstructorParameters<typeof Response>[0], {
    headers: { "content-type": type, "content-security-policy": contentSecurityPolicy },
  });

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
