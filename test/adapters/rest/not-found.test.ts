import { adapters } from "../adapters";
import { prepare } from "../examples";

describe("A 404 of the REST adapter", () => {
  const at = adapters();
  let url: string;
  beforeEach(async () => {
    prepare(at.quay);
    url = await at.rest();
  });

  async function problem(path: string, init?: RequestInit) {
    const answer = await fetch(`${url}${path}`, init);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    return [answer.status, ((await answer.json()) as { detail: string }).detail];
  }

  const words = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

  it.each(words)("is the response to the page's path %s, a property of every JavaScript object", async (word) => {
    expect(await problem(`/page/${word}`)).toEqual([404, `There is nothing at /page/${word}.`]);
  });

  it.each(words)("reports %s as an unknown property of a call", async (word) => {
    expect(await problem(`/repository?namespace=acme&${word}=1`)).toEqual([400, expect.stringContaining(word)]);
    const body = `{ "repository": "api", "${word}": { "visibility": "public" } }`;
    const headers = { "content-type": "application/json" };
    expect(await problem("/repository", { method: "POST", headers, body })).toEqual([
      400,
      expect.stringContaining(word),
    ]);
    expect(at.requested()).toEqual([]);
  });

  it.each([
    ["/nothing", "There is nothing at /nothing. / lists all operations."],
    [`/${"x".repeat(500)}`, `There is nothing at /${"x".repeat(199)}. / lists all operations.`],
    ["/repository/acme/missing", "Not Found: Quay has no repository acme/missing."],
    ["/organization/missing", "Not Found: Quay has no organization missing."],
    ["/repository/acme/web/manifest/sha256:00", "Not Found: Quay has no manifest sha256:00 of repository acme/web."],
  ])("%.60s is reported as: %s", async (path, detail) => {
    expect(await problem(path)).toEqual([404, detail]);
  });

  it("names an operation that this Quay does not have, and which version or setting provides it", async () => {
    at.quay.leaveOut("GET /v1/user/", "PUT /v1/repository/{repository}/tag/{tag}");
    const lacks = (operation: string) => [
      501,
      `This Quay does not have the operation ${operation}: its /api/v1/discovery does not list it. Quay has to be upgraded, or ` +
        "the feature that the operation belongs to switched on.",
    ];
    expect(await problem("/user/")).toEqual(lacks("getLoggedInUser (GET /v1/user/)"));
    const headers = { "content-type": "application/json" };
    const tag = { method: "PUT", headers, body: JSON.stringify({ expiration: 2_000_000_000 }) };
    expect(await problem("/repository/acme/web/tag/v1", tag)).toEqual(
      lacks("changeTag (PUT /v1/repository/{repository}/tag/{tag})"),
    );
  });

  it("says that there is no mirror, and not that an organization or repository is missing that may be there", async () => {
    at.quay.store.addRepository(at.quay.store.addOrganization("plain"), "web");
    const url = await at.rest({}, { tools: ["getorgmirror", "getrepomirror"] });
    const detail = async (path: string) => ((await (await fetch(`${url}${path}`)).json()) as { detail: string }).detail;
    expect(await detail("/organization/plain/mirror")).toBe("Not Found: Quay has no mirror of organization plain.");
    expect(await detail("/repository/plain/web/mirror")).toBe("Not Found: Quay has no mirror of repository plain/web.");
  });

  it("names the path where it contains no names, and quotes Quay where its message is informative", async () => {
    at.quay.fail("GET /v1/repository", 404);
    expect(await problem("/repository?namespace=acme")).toEqual([
      404,
      "Not Found: Quay has nothing at GET /v1/repository.",
    ]);
    at.quay.fail("GET /v1/repository", {
      status: 404,
      body: { title: "not_found", error_type: "not_found", status: 404, detail: "Gone for now" },
    });
    expect(await problem("/repository?namespace=acme")).toEqual([404, "Gone for now"]);
  });
});
