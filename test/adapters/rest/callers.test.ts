import { problemOf } from "../../../adapters/problem";
import { Refusal } from "../../../provider/quay/client/errors";
import { keepSecret, masked } from "../../../provider/quay/client/masking";
import { adapters } from "../adapters";

describe("What a caller sends as a token", () => {
  const at = adapters();

  it("is not blotted out of the answers to others", async () => {
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

  it("is not kept when its client is gone", async () => {
    const url = await at.rest();
    await fetch(`${url}/user/`, { headers: { authorization: "Bearer a-token-of-somebody" } });
    expect(masked("a-token-of-somebody")).toBe("a-token-of-somebody");
  });

  it("does not bring out the adapter's own token, where Quay's words hold that", () => {
    keepSecret("the-adapter's-token");
    const refusal = new Refusal({ status: 400, reason: "No: the-adapter's-token", request: "GET /v1/user/" });
    expect(problemOf(refusal).detail).toBe("No: [secret]");
  });
});
