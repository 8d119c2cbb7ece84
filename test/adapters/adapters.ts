import { ClientPool } from "../../adapters/client-pool";
import type { AdapterContext, HttpApp } from "../../adapters/http-app";
import { type ListeningServer, listen } from "../../adapters/listen";
import { mcp } from "../../adapters/mcp/app";
import { RequestLog } from "../../adapters/request-log";
import { rest } from "../../adapters/rest/app";
import { type Selection, selectTools } from "../../adapters/selection";
import { type LocalQuay, type QuayOptions, startQuay } from "../../local-quay";
import { settings } from "../../provider/quay/settings";
import { fastRetries } from "../harness";

interface Admission {
  token?: string;
  apiKey?: string;
  allowedHosts?: string[];
}

/** A local Quay for the tests of a file, new for each of them, with adapters in front of it that are closed after each test. */
export function adapters(options?: QuayOptions) {
  let quay: LocalQuay;
  const open: { listening: ListeningServer; relay: ClientPool }[] = [];
  const lines: string[] = [];
  beforeAll(async () => {
    quay = await startQuay(options);
  });
  beforeEach(() => {
    quay.reset();
    lines.length = 0;
  });
  afterEach(() =>
    Promise.all(
      open.splice(0).map(async ({ listening, relay }) => {
        await listening.close();
        await relay.close();
      }),
    ),
  );
  afterAll(() => quay.close());

  function adapter({ token = quay.token, apiKey, allowedHosts = [] }: Admission): AdapterContext {
    const { token: _, ...to } = settings(() => undefined, { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
    const log = new RequestLog("json", [token, apiKey], (line) => lines.push(line));
    const relay = new ClientPool({ ...to, concurrency: 64 }, () => {}, fastRetries);
    return { clients: relay, admission: { token: token || undefined, apiKey, allowedHosts }, log };
  }

  async function started(app: (made: AdapterContext) => HttpApp, made: AdapterContext): Promise<string> {
    const listening = await listen(app(made), "127.0.0.1", 0, 100);
    open.push({ listening, relay: made.clients });
    return listening.url;
  }

  return {
    get quay() {
      return quay;
    },
    /** The log lines of the adapters. */
    lines,
    rest: (admission: Admission = {}, choice: Selection = {}) =>
      started((made) => rest(made, selectTools(choice)), adapter(admission)),
    mcp: async (admission: Admission = {}, choice: Selection = {}) =>
      `${await started((made) => mcp(made, selectTools(choice)), adapter(admission))}/mcp`,
    /** The routes requested from Quay since the last call of this. */
    requested: () => quay.requests.splice(0).map(({ route }) => route),
  };
}
