import type { Socket } from "node:net";

export interface Proxy {
  /** The environment variable that names it, such as `HTTPS_PROXY`. */
  variable: string;
  url: URL;
}

/** The connection through the proxy failed before anything was sent to Quay. */
export class ProxyError extends Error {
  readonly code = "NOT_CONNECTED";

  constructor(
    message: string,
    /** Whether retrying is useless. */
    readonly permanent: boolean,
  ) {
    super(message);
  }
}

/** The proxy that the environment names for an address, unless `NO_PROXY` excludes it. Throws ProxyError. */
export function proxyFor(address: URL, env: NodeJS.ProcessEnv = process.env): Proxy | undefined {
  const secure = address.protocol === "https:" ? ["https_proxy", "HTTPS_PROXY"] : [];
  const variable = [...secure, "http_proxy", "HTTP_PROXY"].find((name) => env[name]);
  if (!variable || isExcepted(address, env.no_proxy ?? env.NO_PROXY ?? "")) return undefined;
  const value = env[variable] ?? "";
  // The value may contain a password, so the message does not quote it.
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    const form = "it begins with http:// or https://, for example http://proxy.example.com:3128";
    throw new ProxyError(`${variable} is not the address of a proxy that can be used: ${form}`, true);
  }
  if (!isDecodable(new URL(value))) {
    throw new ProxyError(`${variable}: in the user and password of a proxy % is written %25`, true);
  }
  return { variable, url: new URL(value) };
}

/** A name in the list includes its subdomains; `*` matches every host. */
function isExcepted(address: URL, list: string): boolean {
  const hosts = [address.hostname, `${address.hostname}:${portOf(address)}`].map((host) => `.${host}`);
  const entries = list.toLowerCase().split(/[,\s]+/);
  return entries.some((entry) => {
    const name = entry.replace(/^\*?\./, "");
    return name !== "" && (name === "*" || hosts.some((host) => host.endsWith(`.${name}`)));
  });
}

const portOf = ({ port, protocol }: URL) => port || (protocol === "https:" ? "443" : "80");

/** Opens a connection through the proxy. Throws ProxyError. */
export async function tunnel({ variable, url }: Proxy, address: URL, timeout: number): Promise<Socket> {
  // Loading undici takes a tenth of a second, so it is loaded only when there is a proxy.
  const { Client } = await import("undici");
  const target = `${address.hostname}:${portOf(address)}`;
  const client = new Client(url.origin, { connect: { timeout } });
  // Otherwise the client would reconnect again and again to a proxy that closes the connection.
  client.once("disconnect", (_origin, _targets, error) => client.destroy(error));
  const answer = await client
    .connect({
      path: target,
      headers: { host: target, ...proxyAuthorization(url) },
      signal: AbortSignal.timeout(timeout),
    })
    .catch((cause: NodeJS.ErrnoException) => {
      void client.destroy();
      throw new ProxyError(
        `the proxy that ${variable} names (${url.hostname}:${portOf(url)}) ${connectFailure(cause)}`,
        false,
      );
    });
  const { statusCode, socket } = answer;
  if (statusCode === 200) return socket as Socket;
  socket.destroy();
  const refused =
    statusCode === 407
      ? "wants a user and a password (407), as in http://user:password@proxy.example.com:3128"
      : `does not let through to ${target} (${statusCode})`;
  throw new ProxyError(
    `the proxy that ${variable} names (${url.hostname}:${portOf(url)}) ${refused}`,
    statusCode < 500,
  );
}

function connectFailure({ code, name }: NodeJS.ErrnoException): string {
  if (code === "UND_ERR_SOCKET") return "hung up";
  if (code === "UND_ERR_CONNECT_TIMEOUT" || name === "TimeoutError") return "took longer than quay:timeoutSeconds";
  return `cannot be reached (${code ?? name})`;
}

function isDecodable({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}

function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (!username) return {};
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  return { "proxy-authorization": `Basic ${login}` };
}
