import type { LocalQuay } from "../../local-quay";

interface RequestOptions {
  body?: unknown;
  token?: string;
  signal?: AbortSignal;
}

/** Sends requests such as `GET /user/` to the API of a Quay. */
export const apiClient =
  (quay: () => LocalQuay) =>
  async (what: string, { body, token = quay().token, signal }: RequestOptions = {}) => {
    const [method, path] = what.split(" ");
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${quay().url}/api/v1${path}`, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get("content-type") === "application/json";
    return { status: answer.status, body: isJson ? JSON.parse(text) : text };
  };
