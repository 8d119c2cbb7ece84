import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { constants, createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { certificates } from "../../../../local-quay/certificates";
import type { Call } from "../../../../provider/quay/client/call";
import { Quay } from "../../../../provider/quay/client/quay";
import { fastRetries } from "../../../harness";

const get: Call = { method: "GET", path: "/v1/organization/acme", repeatable: true };

const token = "TOKEN0123456789TOKEN0123456789TOKEN01234";

const requested = (url: string, caCertificate?: string) => {
  const settings = { url, token, registry: "x", caCertificate, concurrency: 4, timeoutSeconds: 60 };
  return new Quay(settings, { retryPolicy: fastRetries, notice: () => undefined });
};

/** A server with the same response to every request. */
async function answering(status: number, body: (authorization: string) => string, type = "application/json") {
  const server = createServer(({ headers }, answer) => {
    answer.writeHead(status, { "content-type": type });
    answer.end(body(headers.authorization ?? ""));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const quay = requested(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const close = async () => {
    await quay.close();
    server.close();
  };
  const message = await quay.send(get).then(
    (answer) => JSON.stringify(answer),
    (error) => `${error.message} ${error.stack} ${error.reason}`,
  );
  await close();
  return message;
}

describe("A proxy that repeats the request in its response", () => {
  it.each([
    ["as Quay's refusal", 403, (sent: string) => JSON.stringify({ detail: `denied ${sent}`, error_message: sent })],
    ["as JSON that is not Quay's", 404, (sent: string) => JSON.stringify({ error: sent })],
    ["as an HTML page", 502, (sent: string) => `<html><title>Bad: ${sent}</title></html>`],
    ["as plain text", 200, (sent: string) => `You sent ${sent}`],
    ["as a successful response", 200, (sent: string) => JSON.stringify({ name: sent })],
  ])("%s, does not cause the token to be printed", async (_, status, body) => {
    const message = await answering(status, body);
    expect(message).not.toContain(token);
  });
});

describe("A delete", () => {
  it.each([200, 201, 202])("is not done when the response is %d, which Quay never returns", async (status) => {
    const server = createServer((_, answer) => {
      answer.writeHead(status, { "content-type": "application/json" });
      answer.end("{}");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const quay = requested(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const call: Call = { method: "DELETE", path: "/v1/organization/acme", repeatable: true };
    await expect(quay.send(call)).rejects.toMatchObject({ ambiguous: true });
    await quay.close();
    server.close();
  });
});

describe("Foreign text in a message", () => {
  it("moves no cursor and changes no colour", async () => {
    const body = JSON.stringify({ detail: "\u001b[31mred\u001b[0m \u001b]0;title\u0007bell\u0007 \rback" });
    const message = await answering(400, () => body);
    expect(message).toContain("red bell back");
    expect(message).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it("does not include the beginning of an invalid JSON response, such as a robot with its token", async () => {
    const message = await answering(200, () => '{"name": "acme+ci", "token": "ROBOTSECRET0123456789", "descr');
    expect(message).not.toContain("ROBOTSECRET");
    expect(message).toContain("a text that is no JSON");
  });
});

describe("An endless response", () => {
  it("is abandoned with a message, and requested only once", async () => {
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
    const quay = requested(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await expect(quay.send(get)).rejects.toThrow("the answer is longer than 32 MB, which no answer of Quay's is");
    expect(requests).toBe(1);
    await quay.close();
    server.closeAllConnections();
    server.close();
  });
});

describe("A server that refuses every stream, over HTTP/2", () => {
  it("is connected to a few times with pauses, then abandoned", async () => {
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
    const quay = requested(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, caCertificate);
    await expect(quay.send(get)).rejects.toThrow("it takes no request on any connection");
    expect(connections).toBeLessThanOrEqual(3 * (fastRetries.tries + 1) + 1);
    await quay.close();
    server.close();
  });
});
