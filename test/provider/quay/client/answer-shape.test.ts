import { isForeign, titleOf } from "../../../../provider/quay/client/answer-shape";

const answer = (status: number, body: unknown) => ({
  status,
  body,
  text: body === undefined ? "" : JSON.stringify(body),
});
const problem = (status: number, title: string) => ({
  detail: "x",
  error_message: "x",
  error_type: title,
  title,
  type: `https://quay.example.com/api/v1/error/${title}`,
  status,
});

describe("The message of a Quay response", () => {
  it.each([
    [404, problem(404, "not_found")],
    [400, problem(400, "invalid_request")],
    [403, problem(403, "insufficient_scope")],
    [401, { session_required: false, ...problem(401, "invalid_token") }],
    [400, { message: "Could not find robot with specified username" }],
    [400, { message: { limit: "If specified, the number of robots to return." } }],
    [405, { message: "The method is not allowed for the requested URL." }],
    [404, { message: "The requested URL was not found on the server. If you entered the URL manually please check …" }],
    [409, { detail: "Mirror configuration already exists" }],
    [403, { error: "CSRF token was invalid or missing." }],
    [401, { error: "Anonymous access is not allowed" }],
    [204, undefined],
    [200, null],
  ])("is read from %d %j", (status, body) => {
    expect(isForeign(answer(status, body))).toBe(false);
  });

  it.each([
    [404, undefined],
    [404, null],
    [404, "not found"],
    [404, { error: "not found" }],
    [404, { message: "Not Found" }],
    [404, { title: "Not Found", status: 404, detail: "…" }],
    [404, { ...problem(404, "not_found"), status: 200 }],
    [404, { ...problem(404, "not_found"), error_type: "other" }],
    [403, { error: "forbidden" }],
    [400, { error: "bad request", error_description: "…" }],
    [302, undefined],
  ])("is not read from %d %j", (status, body) => {
    expect(isForeign(answer(status, body))).toBe(true);
  });

  it("is not an HTML page, but for an error page of Quay's own", () => {
    for (const status of [200, 308, 400, 401, 403, 404, 405, 413])
      expect(isForeign({ status, body: "<html>", text: "<html>" })).toBe(true);
    for (const status of [429, 500, 502, 503])
      expect(isForeign({ status, body: "<html>", text: "<html>" })).toBe(false);
  });

  it("includes the error type of a problem response", () => {
    expect(titleOf(answer(404, problem(404, "not_found")))).toBe("not_found");
    expect(titleOf(answer(404, { message: "not_found" }))).toBeUndefined();
  });
});
