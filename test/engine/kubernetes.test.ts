import { ProjectDirectory } from "./project-directory";

describe("A pull secret for Kubernetes", () => {
  const project = new ProjectDirectory({ example: "kubernetes" });
  const output = async (name: string, ...more: string[]) =>
    JSON.parse(await project.succeed("stack", "output", name, "--json", ...more));
  const token = () => project.quay.store.robot("acme+cluster")?.token ?? "";

  it("is the manifest that kubectl takes, and a secret of the stack", async () => {
    const text = await project.succeed("up", "--skip-preview", "--yes");
    const manifest = await output("pullSecret", "--show-secrets");
    expect(manifest).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "quay", namespace: "shop" },
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": expect.any(String) },
    });
    expect(await output("pullSecret")).toBe("[secret]");
    const login = Buffer.from(`acme+cluster:${token()}`).toString("base64");
    for (const secret of [token(), login]) {
      expect(secret.length).toBeGreaterThan(30);
      expect(text).not.toContain(secret);
      expect(project.stateFile()).not.toContain(secret);
    }
  });

  it("lets a node of the cluster pull the deployed image, and nothing else", async () => {
    const { digest } = project.quay.push("acme/web", "prod");
    const { stringData } = await output("pullSecret", "--show-secrets");
    const { auths } = JSON.parse(stringData[".dockerconfigjson"]);
    const { spec } = (await output("deployment")).spec.template;
    const [host = "", ...path] = spec.containers[0].image.split("/");
    expect([spec.imagePullSecrets, path.join("/")]).toEqual([[{ name: "quay" }], "acme/web:prod"]);

    // What a container runtime does with both.
    const headers = { authorization: `Basic ${auths[host].auth}` };
    const scope = "repository:acme/web:pull,push";
    const answer = await fetch(`http://${host}/v2/auth?service=${host}&scope=${scope}`, { headers });
    const { token: bearer } = (await answer.json()) as { token: string };
    const as = { authorization: `Bearer ${bearer}` };
    const manifest = await fetch(`http://${host}/v2/acme/web/manifests/prod`, { headers: as });
    expect([manifest.status, manifest.headers.get("docker-content-digest")]).toEqual([200, digest]);
    const push = await fetch(`http://${host}/v2/acme/web/blobs/uploads/`, { method: "POST", headers: as });
    expect(push.status).toBe(401);
  });
});
