import { ProjectDirectory } from "./project-directory";

describe("The quickstart, run by the CLI in its folder,", () => {
  const project = new ProjectDirectory({ example: "quickstart" });
  const organization = () => project.quay.store.organization("acme");
  const correct = ["--refresh", "--run-program"];

  it("creates what the program declares", async () => {
    const { url, token, store } = project.quay;
    // The configuration alone must suffice.
    Object.assign(project.env, { QUAY_URL: "", QUAY_TOKEN: "" });
    await project.succeed("config", "set-all", "--plaintext", `quay:url=${url}`, "--secret", `quay:token=${token}`);
    const text = await project.succeed("up", "--skip-preview", "--yes");
    expect(organization()).toMatchObject({ email: "platform@acme.example" });
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: false, description: "The web shop." });
    expect(store.repository("acme", "api")).toMatchObject({ isPublic: true, description: "" });
    expect(store.team("acme", "developers")).toMatchObject({ role: "creator", description: "" });
    expect(store.team("acme", "operations")).toMatchObject({ role: "admin", description: "On call." });
    expect(text).toContain(`web: "${new URL(url).host}/acme/web"`);
    expect(project.quay.requests.map(({ method, status }) => `${method} ${status}`).sort()).toEqual([
      "POST 201",
      "POST 201",
      "POST 201",
      "PUT 200",
      "PUT 200",
    ]);
  });

  it("then shows no change, without a request to Quay", async () => {
    project.quay.requests.length = 0;
    await project.succeed("preview", "--expect-no-changes");
    expect(project.quay.requests).toEqual([]);
  });

  it("shows what was changed outside Pulumi, property by property", async () => {
    Object.assign(organization() ?? {}, { email: "somebody@else.example" });
    Object.assign(project.quay.store.repository("acme", "web") ?? {}, { isPublic: true, description: "Closed." });
    Object.assign(project.quay.store.team("acme", "operations") ?? {}, { role: "member" });
    project.quay.store.organization("acme")?.teams.delete("developers");
    const text = await project.succeed("preview", "--diff", ...correct);
    const lines = text.split("\n").map((line) => line.trim().replace(/ +:/, ":"));
    expect(lines.filter((line) => /^~ \w+: /.test(line)).sort()).toEqual([
      '~ description: "Closed." => "The web shop."',
      '~ description: "The web shop." => "Closed."',
      '~ email: "platform@acme.example" => "somebody@else.example"',
      '~ email: "somebody@else.example" => "platform@acme.example"',
      '~ role: "admin" => "member"',
      '~ role: "member" => "admin"',
      '~ visibility: "private" => "public"',
      '~ visibility: "public" => "private"',
    ]);
    expect(text).toMatch(/\+ 1 to create\n\s+~ 3 to update\n\s+4 changes. 2 unchanged/);
    expect(project.quay.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("corrects the changes", async () => {
    await project.succeed("up", "--skip-preview", "--yes", ...correct);
    expect(organization()).toMatchObject({ email: "platform@acme.example" });
    const web = project.quay.store.repository("acme", "web");
    expect(web).toMatchObject({ isPublic: false, description: "The web shop." });
    expect(project.quay.store.team("acme", "operations")).toMatchObject({ role: "admin", description: "On call." });
    expect(project.quay.store.team("acme", "developers")).toMatchObject({ role: "creator" });
  });

  it("destroys everything", async () => {
    await project.succeed("destroy", "--skip-preview", "--yes");
    expect(project.quay.store.organizations()).toEqual([]);
    expect(project.quay.store.repositories()).toEqual([]);
    expect(project.state()).toEqual({});
  });
});
