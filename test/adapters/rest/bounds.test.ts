import { adapters } from "../adapters";

describe("A REST call with very large invalid input", () => {
  const at = adapters();

  async function send(method: string, path: string, body: string) {
    const answer = await fetch(`${await at.rest()}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body,
    });
    const text = await answer.text();
    return { status: answer.status, length: text.length, body: JSON.parse(text) };
  }

  const robot = (metadata: string) =>
    send("PUT", "/organization/acme/robots/ci", `{"unstructured_metadata":${metadata}}`);

  it("with half a million wrong elements is not answered with as many errors", async () => {
    const { status, body } = await send(
      "POST",
      "/repository/acme/web/build/",
      `{"file_id":"x","docker_tags":[${"1,".repeat(500_000)}1]}`,
    );
    expect([status, body.detail]).toEqual([400, "docker_tags: There are more than 1000."]);
    expect(at.lines.join().length).toBeLessThan(1000);
  });

  it("with a thousand wrong elements or names reports the first ten and the number of the others", async () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `"k${index}":1`).join();
    for (const [path, json, more] of [
      ["/repository/acme/web/build/", `{"file_id":"x","docker_tags":[${"1,".repeat(999)}1]}`, 990],
      ["/repository", `{"repository":"api",${names}}`, 49_990],
    ] as const) {
      const { status, length, body } = await send("POST", path, json);
      expect([status, body.errors.length]).toEqual([400, 10]);
      expect(body.detail).toMatch(new RegExp(` And ${more} more\\.$`));
      expect(length).toBeLessThan(3000);
    }
    for (const line of at.lines) expect(JSON.parse(line).error.length).toBeLessThanOrEqual(501);
  });

  it("logs at most 500 characters of each value, and no partial secret at the cut", async () => {
    await fetch(`${await at.rest()}/${"x".repeat(490)}${at.quay.token}`);
    const { path } = JSON.parse(at.lines[0] as string);
    expect([path.length, path.slice(480)]).toEqual([492, `${"x".repeat(11)}…`]);
    await fetch(`${await at.rest()}/${"y".repeat(5000)}`);
    expect(JSON.parse(at.lines[1] as string).path).toHaveLength(501);
  });

  it("nested a hundred thousand levels deep is not sent, and is not reported as a failure of Quay", async () => {
    for (const metadata of [
      `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
      `{"a":${"[".repeat(400_000)}${"]".repeat(400_000)}}`,
      `${'{"a":'.repeat(100)}1${"}".repeat(100)}`,
    ]) {
      const { status, body } = await robot(metadata);
      expect([status, body.detail]).toEqual([
        400,
        "unstructured_metadata: With it the input is nested deeper than 100 levels.",
      ]);
    }
    expect(at.requested()).toEqual([]);
    at.quay.store.addOrganization("acme");
    expect((await robot(`${'{"a":'.repeat(99)}1${"}".repeat(99)}`)).status).toBe(201);
  });

  it("accepts no more metadata than Quay can store", async () => {
    at.quay.store.addOrganization("acme");
    const { status, body } = await robot(JSON.stringify({ text: "é".repeat(40_000) }));
    expect([status, body.detail]).toEqual([400, "unstructured_metadata: It is larger than 64 KiB."]);
    expect(at.requested()).toEqual([]);
    expect((await robot(JSON.stringify({ text: "x".repeat(60_000) }))).status).toBe(201);
  });

  it("has its limits in the OpenAPI description", async () => {
    const { paths } = (await (await fetch(`${await at.rest()}/openapi.json`)).json()) as {
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>;
    };
    const { schema } = paths["/repository/{repository}/build/"]?.post.requestBody.content["application/json"] ?? {};
    expect(schema).toMatchObject({
      properties: {
        docker_tags: { type: "array", minItems: 1, maxItems: 1000, items: { type: "string", minLength: 1 } },
      },
      required: [],
    });
  });
});
