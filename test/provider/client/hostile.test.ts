import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { constants, createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { type Call, Quay } from "../../../provider/client/quay";
import { certificates } from "../../quay/certificates";
import { impatient } from "../../run";

const get: Call = { method: "GET", path: "/v1/organization/acme", repeatable: true };

const asked = (url: string, caCertificate?: string) => {
  const settings = { url, token: "t", registry: "x", caCertificate, concurrency: 4, timeoutSeconds: 20 };
  return new Quay(settings, { patience: impatient, notice: () => undefined });
};

describe("An answer that does not end", () => {
  it("is given up with a sentence, and asked for only once", async () => {
    const chunk = Buffer.alloc(1 << 20, "x");
    let requests = 0;
    const pour = (answer: ServerResponse) => {
      while (answer.writable && answer.write(chunk));
      if (answer.writable) answer.once("drain", () => pour(answer));
    };
    const server = createServer((_, answer) => {
      requests++;
      answer.writeHead(200, { "content-type": "application/json" });
      pour(answer);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const quay = asked(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(quay.send(get)).rejects.toThrow("the answer is longer than 64 MB, which no answer of Quay's is");
    expect(requests).toBe(1);
    await quay.close();
    server.closeAllConnections();
    server.close();
  });
});

describe("A server that refuses every stream, over HTTP/2", () => {
  it("is dialled a few times with a pause between, and given up", async () => {
    const { key, cert, caCertificate } = certificates(["127.0.0.1"]);
    let connections = 0;
    const server = createSecureServer({ key, cert });
    server.on("session", (session) => {
      connections++;
      session.on("error", () => undefined);
    });
    server.on("stream", (stream) => {
      stream.on("error", () => undefined);
      stream.close(constants.NGHTTP2_REFUSED_STREAM);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const quay = asked(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, caCertificate);
    await expect(quay.send(get)).rejects.toThrow("it takes no request on any connection");
    expect(connections).toBeLessThanOrEqual(3 * (impatient.tries + 1) + 1);
    await quay.close();
    server.close();
  });
});
