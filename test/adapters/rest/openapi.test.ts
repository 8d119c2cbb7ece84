import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { adapters } from "../adapters";
import { prepare } from "../examples";
import { rows } from "../requirements";

const run = promisify(execFile);
const modules = path.join(__dirname, "../../../node_modules");

/** A client as a user would write it with the generated types. */
const client = `
import type { paths } from "./generated";

type Method = "get" | "put" | "post" | "delete";
type Given<Op> = Op extends { parameters: infer P } ? P : never;
type Body<Op> = Op extends { requestBody?: { content: { "application/json": infer B } } } ? B : never;
type Answer<Op> = Op extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 ? (R[S] extends { content: { "application/json": infer B } } ? B : never) : never }[keyof R]
  : never;

export async function call<P extends keyof paths, M extends Method & keyof paths[P]>(
  url: string,
  method: M,
  path: P,
  given: { path?: Given<paths[P][M]> extends { path: infer V } ? V : never; query?: Given<paths[P][M]> extends { query?: infer V } ? V : never; body?: Body<paths[P][M]> },
): Promise<Answer<paths[P][M]>> {
  const filled = path.replace(/\\{(\\w+)\\}/g, (_, name) => encodeURIComponent((given.path as any)[name]));
  const query = new URLSearchParams(given.query as any).toString();
  const answer = await fetch(url + filled + (query && "?" + query), {
    method: method.toUpperCase(),
    ...(given.body !== undefined && { body: JSON.stringify(given.body), headers: { "content-type": "application/json" } }),
  });
  if (!answer.ok) throw new Error((await answer.json() as { detail: string }).detail);
  return (answer.status === 204 ? undefined : await answer.json()) as any;
}

export async function story(url: string) {
  const { name } = await call(url, "post", "/repository", { body: { namespace: "acme", repository: "api", visibility: "public" } });
  const repository = "acme/" + name;
  const { is_public } = await call(url, "get", "/repository/{repository}", { path: { repository }, query: { includeTags: false } });
  const { repositories } = await call(url, "get", "/repository", { query: { namespace: "acme", public: true } });
  const robot = await call(url, "put", "/organization/{orgname}/robots/{robot_shortname}", {
    path: { orgname: "acme", robot_shortname: "ci" },
    body: {},
  });
  await call(url, "put", "/repository/{repository}/permissions/user/{username}", {
    path: { repository, username: robot.name },
    body: { role: "write" },
  });
  const { tags } = await call(url, "get", "/repository/{repository}/tag/", { path: { repository: "acme/web" } });
  await call(url, "delete", "/repository/{repository}/tag/{tag}", { path: { repository: "acme/web", tag: tags[0]!.name } });
  return { is_public, names: repositories.map((one) => one.name), token: robot.token, tag: tags[0]?.manifest_digest };
}

// Values that Quay does not accept do not compile.
// @ts-expect-error
() => call("", "put", "/organization/{orgname}/team/{teamname}", { path: { orgname: "a", teamname: "b" }, body: { role: "boss" } });
// @ts-expect-error
() => call("", "get", "/repository/{repository}", { path: {} });
`;

describe("The OpenAPI description of the REST adapter", () => {
  const at = adapters();
  let folder: string;
  let url: string;
  let digest: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "pulumi-quay-openapi-"));
  });
  beforeEach(async () => {
    ({ digest } = prepare(at.quay));
    url = await at.rest();
    await writeFile(path.join(folder, "openapi.json"), await (await fetch(`${url}/openapi.json`)).text());
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is valid OpenAPI 3.1", async () => {
    const validator = path.join(modules, "@seriousme/openapi-schema-validator/bin/validate-api-cli.js");
    const { stdout } = await run(process.execPath, [validator, path.join(folder, "openapi.json")]);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true });
  });

  it("describes the sixteen operations with the inputs of their schemas", async () => {
    const { openapi, paths } = JSON.parse(await readFile(path.join(folder, "openapi.json"), "utf8"));
    expect(openapi).toBe("3.1.0");
    const described = Object.entries<Record<string, { operationId: string }>>(paths).flatMap(([place, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${place}`),
    );
    expect(described.sort()).toEqual(rows.map(({ name, method, path }) => `${name}: ${method} ${path}`).sort());
    expect(paths["/organization/{orgname}/team/{teamname}"].put.requestBody).toMatchObject({
      required: true,
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["role"],
            additionalProperties: false,
            properties: { role: { enum: ["member", "creator", "admin"] }, description: { type: "string" } },
          },
        },
      },
    });
    expect(paths["/repository"].get.parameters).toContainEqual({
      name: "public",
      in: "query",
      required: false,
      description: "Also the public repositories of others.",
      schema: { type: "boolean" },
    });
  });

  it("generates a client that compiles and calls", async () => {
    const generator = path.join(modules, "openapi-typescript/bin/cli.js");
    await run(process.execPath, [generator, "openapi.json", "-o", "generated.d.ts"], { cwd: folder });
    await writeFile(path.join(folder, "client.ts"), client);
    const compiler = path.join(modules, "typescript/bin/tsc");
    const compilerOptions = {
      strict: true,
      noUncheckedIndexedAccess: true,
      target: "es2022",
      module: "commonjs",
      lib: ["es2023", "dom"],
      types: [],
      skipLibCheck: true,
    };
    await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["client.ts"] }));
    // The compiler prints errors on stdout.
    const compiled = await run(process.execPath, [compiler, "-p", folder]).catch(
      (error) => error as { stdout: string },
    );
    expect(compiled.stdout).toBe("");
    const { story } = require(path.join(folder, "client.js"));
    expect(await story(url)).toEqual({
      is_public: true,
      names: ["web", "api"],
      token: at.quay.store.robot("acme+ci")?.token,
      tag: digest,
    });
  });
});
