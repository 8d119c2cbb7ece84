import { request } from "node:http";
import type { LocalQuay } from "../../../local-quay";

/** An OAuth application of the organization `acme` whose redirect URI begins like this. */
export function addApplication({ store }: LocalQuay, redirect_uri: string): string {
  const organization = store.addOrganization("acme");
  const application = {
    organization,
    name: "pulumi-quay",
    description: "",
    application_uri: "",
    redirect_uri,
    avatar_email: null,
    client_id: "CLIENT",
    client_secret: "secret",
  };
  organization.applications.set(application.client_id, application);
  return application.client_id;
}

/** A user with a browser that runs no scripts: signs in, and grants or refuses consent. */
export class FakeBrowser {
  private cookie = "";

  constructor(private readonly quay: LocalQuay) {}

  /** Opens the URL of the login, and returns where Quay redirects. */
  async consent(address: string, decision: "authorizeapp" | "denyapp" = "authorizeapp"): Promise<URL> {
    let page = await this.get(address);
    if (page.text.includes("Sign in")) {
      const signedIn = await this.post("/oauth/authorize/signin", page.text, {
        username: "admin",
        password: "password",
      });
      page = await this.get(new URL(signedIn.location, this.quay.url).href);
    }
    if (page.location) return new URL(page.location);
    return new URL((await this.post(`/oauth/${decision}`, page.text, {})).location);
  }

  /** What the page of the login does with the URL that it was opened at. */
  handOver({ host, search, hash, port }: URL, headers: Record<string, string> = {}): Promise<{ status: number }> {
    return new Promise((resolve, reject) => {
      const own = { host, origin: `http://${host}`, ...headers };
      request({ hostname: "127.0.0.1", port, method: "POST", path: `/token${search}`, headers: own }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0 });
      })
        .on("error", reject)
        .end(hash);
    });
  }

  private async get(address: string) {
    return this.received(await fetch(address, { headers: { cookie: this.cookie }, redirect: "manual" }));
  }

  private async post(path: string, page: string, values: Record<string, string>) {
    const hidden = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      plain(value ?? ""),
    ]);
    const body = new URLSearchParams([...(hidden as [string, string][]), ...Object.entries(values)]);
    return this.received(
      await fetch(`${this.quay.url}${path}`, {
        method: "POST",
        headers: { cookie: this.cookie },
        body,
        redirect: "manual",
      }),
    );
  }

  private async received(answer: Response) {
    this.cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? this.cookie;
    return { text: await answer.text(), location: answer.headers.get("location") ?? "" };
  }
}

const plain = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
