import { type LocalQuay, startQuay } from "../../local-quay";

export interface Entry {
  kind: string;
  metadata: Record<string, unknown>;
  performer?: { name: string; is_robot: boolean };
  namespace?: { kind: string; name: string };
}

/** A local Quay with the organization acme, for the tests of a file, and its log. */
export function auditLog() {
  let quay: LocalQuay;

  beforeAll(async () => {
    quay = await startQuay({ seed: (store) => store.addOrganization("acme") });
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  async function send(request: string, body?: unknown, token = quay.token) {
    const [method, path] = request.split(" ") as [string, string];
    const response = await fetch(`${quay.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  }

  const entries = async (of: string, token?: string): Promise<Entry[]> =>
    (await send(`GET ${of}/logs`, undefined, token)).body.logs;

  /** The log entries as kinds with their metadata except for the token, oldest first. */
  const loggedEntries = async (of: string, token?: string) =>
    (await entries(of, token)).reverse().map(({ kind, metadata }) => {
      const own = Object.entries(metadata).filter(([key]) => !/^oauth_token_(id|app)/.test(key));
      return [kind, Object.fromEntries(own)];
    });

  return {
    get quay() {
      return quay;
    },
    send,
    entries,
    loggedEntries,
  };
}
