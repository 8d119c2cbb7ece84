import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { engineAddress, whenGone } from "../../../provider/serve/engine";

describe("The engine of a provider process", () => {
  it("is the last argument, after any flags", () => {
    expect(engineAddress(["node", "provider.js", "--logtostderr", "-v=9", "127.0.0.1:40000"])).toBe("127.0.0.1:40000");
    expect(engineAddress(["node", "pulumi-quay.js", "rest"])).toBeUndefined();
    expect(engineAddress(["node", "127.0.0.1:40000"])).toBeUndefined();
  });

  it("is detected as gone when it was killed, and not when it only closed its connection", async () => {
    const sockets: Socket[] = [];
    const engine = createServer((socket) => {
      // As gRPC does.
      socket.write("Settings");
      sockets.push(socket);
    }).listen(0, "127.0.0.1");
    await once(engine, "listening");
    const { port } = engine.address() as AddressInfo;
    let gone = false;
    const missed = new Promise<void>((resolve) =>
      whenGone(`127.0.0.1:${port}`, () => {
        gone = true;
        resolve();
      }),
    );
    await once(engine, "connection");
    for (const socket of sockets.splice(0)) socket.destroy();
    await once(engine, "connection");
    expect(gone).toBe(false);
    engine.close();
    for (const socket of sockets) socket.destroy();
    await missed;
    expect(gone).toBe(true);
  });
});
