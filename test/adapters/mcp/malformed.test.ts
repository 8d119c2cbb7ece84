import { adapters } from "../adapters";

describe("Over MCP", () => {
  const at = adapters();

  async function requested(method: string, params: unknown) {
    const answer = await fetch(await at.mcp(), {
      method: "POST",
      headers: { accept: "application/json, text/event-stream", "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return answer.json();
  }

  it.each([
    ["tools/call", { name: "getloggedinuser", arguments: [] }, "params.arguments is not an object."],
    ["tools/call", { name: 7 }, "params.name is not a string."],
    ["tools/call", {}, "params.name is not a string."],
    ["tools/list", { cursor: 1 }, "params.cursor is not a string."],
    ["initialize", { protocolVersion: "2025-03-26", capabilities: {} }, "params.clientInfo is not an object."],
  ])("%s with wrong parameters reports what is wrong, not a server failure", async (method, params, sentence) => {
    expect(await requested(method, params)).toEqual({
      jsonrpc: "2.0",
      id: 1,
      error: { code: -32602, message: `Invalid params of ${method}: ${sentence}` },
    });
    expect(at.requested()).toEqual([]);
  });

  it("arguments that are nested too deep are refused and not sent", async () => {
    let deep: unknown = {};
    for (let level = 0; level < 200; level++) deep = { deep };
    const args = { orgname: "acme", robot_shortname: "ci", unstructured_metadata: deep };
    expect(await requested("tools/call", { name: "createorgrobot", arguments: args })).toMatchObject({
      result: {
        isError: true,
        content: [
          {
            text: "createorgrobot was not called: unstructured_metadata: With it the input is nested deeper than 100 levels.",
          },
        ],
      },
    });
    expect(at.requested()).toEqual([]);
  });
});
