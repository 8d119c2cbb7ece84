import { problemOf } from "../../../adapters/problem";
import { Refusal } from "../../../provider/quay/client/errors";
import { keepSecret, masked } from "../../../provider/quay/client/masking";
import { adapters } from "../adapters";

describe("The token that a caller sends", () => {
  const at = adapters();

  it("is not masked in responses to other callers", async () => {
    const url = await at.rest();
    const robot = async (headers: Record<string, string> = {}) => {
      const path = `${url}/organization/acme/robots/ci`;
      const sent = { "content-type": "application/json", ...headers };
      return ((await (await fetch(path, { method: "PUT", headers: sent, body: "{}" })).json()) as { detail: string })
        .detail;
    };
    for (const word of ["Organization", "exist:"])
      await fetch(`${url}/user/`, { headers: { authorization: `Bearer ${word}` } });
    expect(await robot()).toBe("Organization does not exist: acme");
  });

  it("is not kept after the client has disconnected", async () => {
    const url = await at.rest();
    await fetch(`${url}/user/`, { headers: { authorization: "Bearer a-token-of-somebody" } });
    expect(masked("a-token-of-somebody")).toBe("a-token-of-somebody");
  });

  it("does not reveal the adapter's own token where a response of Quay contains that", () => {
    keepSecret("the-adapter's-token");
    const refusal = new Refusal({ status: 400, reason: "No: the-adapter's-token", request: "GET /v1/user/" });
    expect(problemOf(refusal).detail).toBe("No: [secret]");
  });
});
