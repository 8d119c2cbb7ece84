import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { certificates } from "../../../../local-quay/certificates";

/** A web server of a test. */
export interface Downloads {
  url: string;
  caCertificate: string;
  /** The paths that were asked for, in order. */
  asked: string[];
  close: () => Promise<void>;
}

/** Serves the files of a folder over HTTP, as any web server would. */
export const fileServer = (folder: string): Promise<Downloads> =>
  serve("http", (asked) => (request, response) => {
    asked.push(request.url ?? "");
    response.end(readFileSync(join(folder, request.url ?? "")));
  });

/** The two calls of GitHub's API by which Pulumi finds and downloads a file of a release. */
export const gitHub = (folder: string, release: { path: string; files: string[] }): Promise<Downloads> =>
  serve("https", (asked) => (request, response) => {
    const { url = "", headers } = request;
    asked.push(url);
    const assets = release.files.map((name) => ({ name, url: `https://${headers.host}/assets/${name}` }));
    if (url === release.path) response.end(JSON.stringify({ assets }));
    else if (url.startsWith("/assets/")) response.end(readFileSync(join(folder, url.replace("/assets/", ""))));
    else response.writeHead(404).end();
  });

async function serve(scheme: "http" | "https", listener: (asked: string[]) => RequestListener): Promise<Downloads> {
  const asked: string[] = [];
  const { key, cert, caCertificate } = certificates(["127.0.0.1"]);
  const server =
    scheme === "http" ? createHttpServer(listener(asked)) : createHttpsServer({ key, cert }, listener(asked));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url, caCertificate, asked, close };
}
