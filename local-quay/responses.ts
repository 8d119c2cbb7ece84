/** A response: a value to send as JSON, or text of another type. */
export interface HttpResponse {
  status: number;
  body?: unknown;
  /** Content type when it is not JSON. */
  type?: string;
  headers?: Record<string, string>;
}

export const ok = (body: unknown): HttpResponse => ({ status: 200, body });
export const created = (body: unknown, headers?: Record<string, string>): HttpResponse => ({
  status: 201,
  body,
  headers,
});
export const done: HttpResponse = { status: 204 };

const titles: Record<number, string> = {
  308: "Permanent Redirect",
  404: "404 Not Found",
  405: "405 Method Not Allowed",
  429: "429 Too Many Requests",
  500: "500 Internal Server Error",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

/** An error page of the web server or of the proxy in front of it. */
export function page(status: number, headers?: Record<string, string>): HttpResponse {
  const title = titles[status] ?? String(status);
  const body = `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`;
  return { status, type: "text/html", headers, body };
}
