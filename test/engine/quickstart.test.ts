import { ProjectDirectory } from "./project-directory";

describe("The quickstart, run by the CLI in its folder,", () => {
  const here = new ProjectDirectory({ example: "quickstart" });
  const organization = () => here.quay.store.organization("acme");
  const heal = ["--refresh", "--run-program"];

  it("creates what the program declares", async () => {
    const { url, token, store } = here.quay;
    // The configuration alone must suffice.
    Object.assign(here.env, { QUAY_URL: "", QUAY_TOKEN: "" });
    await here.succeed("config", "set-all", "--plaintext", `quay:url=${url}`, "--secret", `quay:token=${token}`);
    const text = await here.succeed("up", "--skip-preview", "--yes");
    expect(organization()).toMatchObject({ email: "platform@acme.example" });
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: false, description: "The web shop." });
    expect(store.repository("acme", "api")).toMatchObject({ isPublic: true, description: "" });
    expect(store.team("acme", "developers")).toMatchObject({ role: "creator", description: "" });
    expect(store.team("acme", "operations")).toMatchObject({ role: "admin", description: "On call." });
    expect(text).toContain(`web: "${new URL(url).host}/acme/web"`);
    expect(here.quay.requests.map(({ method, status }) => `${method} ${status}`).sort()).toEqual([
      "POST 201",
      "POST 201",
      "POST 201",
      "PUT 200",
      "PUT 200",
    ]);
  });

  it("then shows no change, without a request to Quay", async () => {
    here.quay.requests.length = 0;
    await here.succeed("preview", "--expect-no-changes");
    expect(here.quay.requests).toEqual([]);
  });

  it("shows what was changed outside Pulumi, property by property", async () => {
    Object.assign(organization() ?? {}, { email: "somebody@else.example" });
    Object.assign(here.quay.store.repository("acme", "web") ?? {}, { isPublic: true, description: "Closed." });
    Object.assign(here.quay.store.team("acme", "operations") ?? {}, { role: "member" });
    here.quay.store.organization("acme")?.teams.delete("developers");
    const text = await here.succeed("preview", "--diff", ...heal);
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
    expect(here.quay.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("corrects the changes", async () => {
    await here.succeed("up", "--skip-preview", "--yes", ...heal);
    expect(organization()).toMatchObject({ email: "platform@acme.example" });
    const web = here.quay.store.repository("acme", "web");
    expect(web).toMatchObject({ isPublic: false, description: "The web shop." });
    expect(here.quay.store.team("acme", "operations")).toMatchObject({ role: "admin", description: "On call." });
    expect(here.quay.store.team("acme", "developers")).toMatchObject({ role: "creator" });
  });

  it("destroys everything", async () => {
    await here.succeed("destroy", "--skip-preview", "--yes");
    expect(here.quay.store.organizations()).toEqual([]);
    expect(here.quay.store.repositories()).toEqual([]);
    expect(here.state()).toEqual({});
  });
});
