import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { ClientPool } from "../../../adapters/client-pool";
import { listen } from "../../../adapters/listen";
import { RequestLog } from "../../../adapters/request-log";
import { rest } from "../../../adapters/rest/app";
import { fastRetries } from "../../harness";

describe("A status that Quay never returns", () => {
  let quay: Server;
  let status: string;
  beforeAll(async () => {
    quay = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", () => socket.end(`HTTP/1.1 ${status} Odd\r\ncontent-length: 2\r\n\r\n{}`));
    });
    await new Promise<void>((resolve) => quay.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => new Promise((resolve) => quay.close(resolve)));

  it.each(["205", "000", "099", "999"])("such as %s is not reported as a failure of the adapter", async (odd) => {
    status = odd;
    const url = `http://127.0.0.1:${(quay.address() as AddressInfo).port}`;
    const clients = new ClientPool({ url, timeoutSeconds: 60, concurrency: 4 } as never, () => {}, fastRetries);
    const adapter = { clients, admission: { token: "some-token", allowedHosts: [] }, log: new RequestLog("off") };
    const listening = await listen(rest(adapter), "127.0.0.1", 0, 100);
    const answer = await fetch(`${listening.url}/user/`);
    const { detail } = (await answer.json()) as { detail: string };
    await listening.close();
    await clients.close();
    expect([answer.status, detail]).toEqual([
      502,
      expect.stringMatching(/^Quay at \S+ (answered|gave no answer)\b.*\.$/),
    ]);
  });
});
