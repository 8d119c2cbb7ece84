import { type LocalQuay, startQuay } from "../../../local-quay";
import { command, type Running } from "../command";
import { addApplication, FakeBrowser } from "./fake-browser";

/** `pulumi-quay login` against a local Quay with an OAuth application, and the user who is redirected back. */
export function logins() {
  const cli = command();
  let quay: LocalQuay;
  let clientId: string;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    clientId = addApplication(quay, "http://127.0.0.1:");
  });
  afterAll(() => quay.close());

  const login = (args: string[], env: NodeJS.ProcessEnv = {}, cwd?: string): Running =>
    cli.start(["login", quay.url, "--client-id", clientId, "--no-browser", "--port", "0", ...args], env, cwd);

  const addressIn = async ({ says }: Running) => (await says(/http\S+\/oauth\/authorize\?\S+/)).trim();

  /** The user consents, and the browser delivers the token, or another one. */
  async function redirected(running: Running, token?: string) {
    const browser = new FakeBrowser(quay);
    const back = await browser.consent(await addressIn(running));
    if (token) back.hash = `#access_token=${token}`;
    return browser.handOver(back);
  }

  return {
    cli,
    get quay() {
      return quay;
    },
    get clientId() {
      return clientId;
    },
    login,
    addressIn,
    redirected,
  };
}
