import { request as plainly } from "node:http";
import { request as securely } from "node:https";
import type { Socket } from "node:net";

export interface Proxy {
  /** What names it, such as `HTTPS_PROXY`. */
  variable: string;
  url: URL;
}

/** Nothing went through the proxy. */
export class ProxyError extends Error {
  readonly code = "NOT_CONNECTED";

  constructor(
    message: string,
    /** It will not pass by itself. */
    readonly lasting: boolean,
  ) {
    super(message);
  }
}

/** The proxy that the environment names for an address, except for whom `NO_PROXY` excepts. Throws ProxyError. */
export function proxyFor(address: URL, env: NodeJS.ProcessEnv = process.env): Proxy | undefined {
  const secure = address.protocol === "https:" ? ["https_proxy", "HTTPS_PROXY"] : [];
  const variable = [...secure, "http_proxy", "HTTP_PROXY"].find((name) => env[name]);
  if (!variable || isExcepted(address, env.no_proxy ?? env.NO_PROXY ?? "")) return undefined;
  const value = env[variable] ?? "";
  // It may hold a password: nothing of it is said.
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    const form = "it begins with http:// or https://, for example http://proxy.example.com:3128";
    throw new ProxyError(`${variable} is not the address of a proxy that can be used: ${form}`, true);
  }
  return { variable, url: new URL(value) };
}

/** A name in the list stands for its subdomains too, a `*` for everything. */
function isExcepted(address: URL, list: string): boolean {
  const hosts = [address.hostname, `${address.hostname}:${portOf(address)}`].map((host) => `.${host}`);
  const entries = list.toLowerCase().split(/[,\s]+/);
  return entries.some((entry) => {
    const name = entry.replace(/^\*?\./, "");
    return name !== "" && (name === "*" || hosts.some((host) => host.endsWith(`.${name}`)));
  });
}

const portOf = ({ port, protocol }: URL) => port || (protocol === "https:" ? "443" : "80");

/** A connection through the proxy. Throws ProxyError. */
export function tunnel({ variable, url }: Proxy, address: URL, timeout: number): Promise<Socket> {
  const to = `${address.hostname}:${portOf(address)}`;
  const named = `the proxy that ${variable} names`;
  return new Promise((resolve, reject) => {
    const { username, password } = url;
    const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
    const asking = (url.protocol === "https:" ? securely : plainly)({
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: portOf(url),
      method: "CONNECT",
      path: to,
      headers: { host: to, ...(username && { "proxy-authorization": `Basic ${login}` }) },
      agent: false,
      timeout,
    });
    asking.once("connect", ({ statusCode = 0 }, socket, head) => {
      socket.setTimeout(0);
      if (statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket as Socket);
      }
      socket.destroy();
      const refused =
        statusCode === 407
          ? "wants a user and a password (407), as in http://user:password@proxy.example.com:3128"
          : `does not let through to ${to} (${statusCode})`;
      reject(new ProxyError(`${named} ${refused}`, statusCode < 500));
    });
    asking.once("timeout", () => asking.destroy(Object.assign(new Error(), { code: "ETIMEDOUT" })));
    asking.once("error", ({ code }: NodeJS.ErrnoException) =>
      reject(new ProxyError(`${named} (${url.hostname}:${portOf(url)}) cannot be reached (${code})`, false)),
    );
    asking.end();
  });
}
