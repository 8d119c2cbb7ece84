import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { type LocalQuay, startQuay } from "../../local-quay";
import { shownState } from "./secrets";
import { Story } from "./stack";

const all = "repo:admin repo:create org:admin user:admin";

describe("Two Quays in one program", () => {
  const story = new Story();
  let internal: LocalQuay;
  beforeAll(async () => {
    internal = await startQuay();
  });
  afterAll(() => internal.close());

  class Workshop extends pulumi.ComponentResource {
    constructor(name: string, options: pulumi.ComponentResourceOptions) {
      super("example:index:Workshop", name, {}, options);
      const acme = new quay.Organization(`${name}-acme`, { name: "acme" }, { parent: this });
      new quay.Team(`${name}-ops`, { organization: acme.name, name: "ops" }, { parent: this });
    }
  }
  const program = () => {
    const provider = new quay.Provider("internal", { url: internal.url, token: internal.token });
    new quay.Organization("umbrella");
    new Workshop("workshop", { provider });
    new quay.Repository("tools", { namespace: "lab", name: "tools" }, { provider });
    const tested = quay.getTagOutput({ repository: "lab/app", name: "v1" }, { provider });
    new quay.Tag("prod", { repository: "lab/app", digest: tested.digest }, { provider });
  };

  it("are each used for their own resources: a resource, a component with its children, and the result of a function", async () => {
    internal.store.addOrganization("lab");
    const { digest } = internal.push("lab/app", "v1");
    await story.up(program);
    expect(story.quay.store.organizations().map(({ name }) => name)).toEqual(["umbrella"]);
    expect(internal.store.team("acme", "ops")).toBeDefined();
    expect(internal.store.repository("lab", "tools")).toBeDefined();
    expect(story.state()["Tag prod"]?.outputs).toMatchObject({
      digest,
      image: `${new URL(internal.url).host}/lab/app:prod`,
    });
  });

  it("are each read for their own resources, and show no change", async () => {
    const { steps } = await story.preview(program, { refresh: true, expectNoChanges: true });
    expect(steps).toEqual([]);
    expect(story.stateFile()).not.toContain(internal.token);
    await story.destroy();
    expect(internal.store.organization("acme")).toBeUndefined();
  });
});

describe("One stack with a token for each organization", () => {
  const story = new Story();
  const program = () => {
    for (const namespace of ["acme", "umbrella"]) {
      const web = new quay.Repository(`${namespace}-web`, { namespace, name: "web" });
      const ci = new quay.Robot(`${namespace}-ci`, { namespace, name: "ci" });
      const grant = { repository: web.fullName, user: ci.fullName, role: "write" as const };
      new quay.RepositoryUserPermission(`${namespace}-grant`, grant);
    }
  };

  it("uses each organization's own token from quay:tokens", async () => {
    const tokens: Record<string, string> = {};
    for (const [user, namespace] of [
      ["alice", "acme"],
      ["bob", "umbrella"],
    ] as const) {
      tokens[namespace] = story.quay.mint({ user, scope: all });
      story.quay.store.addOrganization(namespace, story.quay.store.user(user));
    }
    story.environment({ QUAY_TOKEN: story.quay.mint({ user: "nobody", scope: all }) });
    for (const [namespace, token] of Object.entries(tokens)) {
      const { ok, text } = await story.pulumi("config", "set", "--secret", "--path", `quay:tokens.${namespace}`, token);
      if (!ok) throw new Error(text);
    }
    await story.up(program);
    for (const namespace of ["acme", "umbrella"]) {
      expect(story.quay.store.repository(namespace, "web")).toBeDefined();
      expect(story.quay.store.robot(`${namespace}+ci`)).toBeDefined();
    }
    await story.preview(program, { refresh: true, runProgram: true, expectNoChanges: true });
    for (const token of Object.values(tokens)) {
      expect(story.output).not.toContain(token);
      expect(story.stateFile()).not.toContain(token);
    }
  });

  it("stores robots' tokens encrypted, prints none, and dockerConfigJson pushes an image", async () => {
    const robot = story.quay.store.robot("acme+ci");
    expect(story.output).not.toContain(robot?.token);
    expect(story.stateFile()).not.toContain(robot?.token);
    const { "Robot acme-ci": ci } = await shownState(story);
    const { auths } = JSON.parse(ci?.dockerConfigJson as string);
    const { auth } = auths[new URL(story.quay.url).host];
    expect(await push(story.quay, "acme/web", auth)).toBe(201);
    expect(await push(story.quay, "umbrella/web", auth)).toBe(401);
    expect(story.quay.store.repository("acme", "web")?.tags).toHaveLength(1);
  });
});

/** A minimal image, pushed with a login in Docker's format. Returns the status of the last request. */
async function push({ url }: LocalQuay, repository: string, auth: string): Promise<number> {
  const scope = `repository:${repository}:pull,push`;
  const login = await fetch(`${url}/v2/auth?service=${new URL(url).host}&scope=${scope}`, {
    headers: { authorization: `Basic ${auth}` },
  });
  if (!login.ok) return login.status;
  const { token } = (await login.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  const config = Buffer.from(
    JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [] } }),
  );
  const digest = `sha256:${createHash("sha256").update(config).digest("hex")}`;
  const begun = await fetch(`${url}/v2/${repository}/blobs/uploads/`, { method: "POST", headers });
  if (!begun.ok) return begun.status;
  const at = new URL(begun.headers.get("location") as string, url);
  at.searchParams.set("digest", digest);
  const sent = await fetch(at, {
    method: "PUT",
    headers: { ...headers, "content-type": "application/octet-stream" },
    body: config,
  });
  if (!sent.ok) return sent.status;
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const part = { mediaType: "application/vnd.oci.image.config.v1+json", digest, size: config.length };
  const put = await fetch(`${url}/v2/${repository}/manifests/v1`, {
    method: "PUT",
    headers: { ...headers, "content-type": mediaType },
    body: JSON.stringify({ schemaVersion: 2, mediaType, config: part, layers: [] }),
  });
  return put.status;
}
