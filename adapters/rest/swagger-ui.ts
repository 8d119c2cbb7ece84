import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const html = `<!doctype html>
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

// Without a validator of its own the page would ask one on the web.
const start = `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#page",
  deepLinking: true,
  validatorUrl: null,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
});
`;

const types = new Map([
  ["favicon-32x32.png", "image/png"],
  ["swagger-ui.css", "text/css; charset=utf-8"],
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
]);

/** The files of Swagger UI that the page needs; they stand beside the bundled command. */
export const swaggerFiles = [...types.keys()];

/** The page on which a person can read and try the operations, and its parts. Nothing of it comes from elsewhere. */
export async function page(name: string): Promise<Response | undefined> {
  if (name === "") return served(html, "text/html; charset=utf-8");
  if (name === "start.js") return served(start, "text/javascript; charset=utf-8");
  const type = types.get(name);
  return type ? served(await readFile(join(folder(), name)), type) : undefined;
}

function folder(): string {
  const beside = join(__dirname, "swagger-ui");
  return existsSync(beside) ? beside : dirname(require.resolve("swagger-ui-dist/package.json"));
}

const served = (body: string | Buffer, type: string) =>
  new Response(body as ConstructorParameters<typeof Response>[0], {
    headers: { "content-type": type, "content-security-policy": policy },
  });

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
