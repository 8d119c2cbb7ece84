import { readOrganizations } from "../../examples/multi-org/organizations";
import { type LocalQuay, startQuay } from "../../local-quay";
import { ProjectDirectory } from "./project-directory";

const addPeople = (quay: LocalQuay) => {
  for (const name of ["alice", "bob"]) quay.addUser(name);
};

describe("Three organizations on two Quays from one file", () => {
  const project = new ProjectDirectory({ example: "multi-org" });
  let internal: LocalQuay;
  let good: string;

  beforeAll(async () => {
    internal = await startQuay();
    for (const quay of [project.quay, internal]) addPeople(quay);
    good = await project.read("organizations.yaml");
    const { url, token } = project.quay;
    await project.succeed("config", "set-all", "--plaintext", `cloudUrl=${url}`, "--secret", `cloudToken=${token}`);
    await project.succeed(
      "config",
      "set-all",
      "--plaintext",
      `internalUrl=${internal.url}`,
      "--secret",
      `internalToken=${internal.token}`,
    );
    // What the program does not set points to no server.
    Object.assign(project.env, { QUAY_URL: "http://127.0.0.1:9", QUAY_TOKEN: "none" });
  });
  afterAll(() => internal?.close());

  const names = (quay: LocalQuay) =>
    quay.store
      .organizations()
      .map(({ name }) => name)
      .sort();

  it("are created on their own Quay, with all their resources", async () => {
    await project.succeed("up", "--skip-preview", "--yes");
    expect([names(project.quay), names(internal)]).toEqual([["acme", "umbrella"], ["labs"]]);
    const { store } = project.quay;
    expect([...(store.team("acme", "developers")?.members ?? [])].map(({ name }) => name).sort()).toEqual([
      "acme+ci",
      "bob",
    ]);
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: true, description: "The web shop." });
    const rain = [...(store.repository("umbrella", "rain")?.grants ?? [])].map(([{ name }, role]) => `${name} ${role}`);
    expect(rain).toContain("alice admin");
    expect(internal.store.robot("labs+experiments")).toBeDefined();
    expect(internal.store.organization("labs")).toMatchObject({ tagExpiration: 86_400 });
    const [cloud, inside] = [project.quay.url, internal.url].map((url) => new URL(url).host);
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({
      images: {
        acme: { web: `${cloud}/acme/web`, api: `${cloud}/acme/api` },
        umbrella: { rain: `${cloud}/umbrella/rain` },
        labs: { scratch: `${inside}/labs/scratch` },
      },
    });
  });

  it("with mistakes in the file are refused, each mistake with its line, and nothing else happens", async () => {
    project.quay.requests.length = 0;
    await project.write(
      "organizations.yaml",
      good
        .replace("visibility: public", "visiblity: public")
        .replace("quay: internal", "quay: interal")
        .replace("{ alice: admin }", "{ alice: owner }")
        .replace("members: [bob]", "members: bob"),
    );
    const { ok, text } = await project.pulumi("preview");
    expect(ok).toBe(false);
    for (const sentence of [
      "organizations.yaml, line 7: acme.teams.developers.members: Invalid input: expected array, received string",
      "organizations.yaml, line 13: acme.repositories.web: There is no visiblity here. There may be description, visibility, state, forceDelete, notifications, mirror, autoPrune, immutability, teams, robots, users.",
      'organizations.yaml, line 25: umbrella.repositories.rain.users.alice: Invalid option: expected one of "read"|"write"|"admin"',
      'organizations.yaml, line 28: labs.quay: Invalid option: expected one of "cloud"|"internal"',
    ])
      expect(text).toContain(sentence);
    expect(text).not.toMatch(/\n\s+at /);
    expect(project.quay.requests).toEqual([]);
  });

  it("that are not valid YAML are refused with the line of the syntax error", async () => {
    const file = await project.write("organizations.yaml", good.replace("members: [bob]", "members: [bob"));
    expect(() => readOrganizations(file)).toThrow(/^organizations\.yaml, line 7: /);
  });

  it("are destroyed on both", async () => {
    await project.write("organizations.yaml", good);
    await project.succeed("destroy", "--skip-preview", "--yes");
    expect([names(project.quay), names(internal)]).toEqual([[], []]);
  });
});
