import { Server, ServerCredentials } from "@grpc/grpc-js";
import * as engineService from "@pulumi/pulumi/proto/engine_grpc_pb";
import { SetRootResourceRequest, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { getEngine, resetOptions } from "@pulumi/pulumi/runtime/settings";
import "./connections";

/** Serves one call of the engine's service at a port, and at a free one without it. */
async function listen(port = 0): Promise<{ server: Server; port: number }> {
  const server = new Server();
  server.addService(engineService.EngineService, {
    setRootResource: (_call: unknown, answer: (error: null, response: SetRootResourceResponse) => void) =>
      answer(null, new SetRootResourceResponse()),
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, taken) =>
      error ? reject(error) : resolve(taken),
    );
  });
  return { server, port: bound };
}

function callEngine(port: number): Promise<string> {
  resetOptions("story", "dev", 1, `127.0.0.1:${port}`, "", false, "organization");
  return new Promise((resolve) => {
    getEngine()?.setRootResource(new SetRootResourceRequest(), (error) => resolve(error?.message ?? "answered"));
  });
}

it("reaches an engine at the port of one that has ended", async () => {
  const first = await listen();
  expect(await callEngine(first.port)).toBe("answered");
  first.server.forceShutdown();
  let refusal = "";
  while (!refusal.includes("UNAVAILABLE")) refusal = await callEngine(first.port);
  const second = await listen(first.port);
  expect(await callEngine(second.port)).toBe("answered");
  second.server.forceShutdown();
});
