import * as pulumi from "@pulumi/pulumi";
import * as quay from "pulumi-quay";
import { acme } from "../fixtures/acme-blueprint";
import { idsInQuay, idsInState } from "./ids";
import { expectFailure, Story } from "./stack";

function addUsers({ quay }: Story) {
  for (const name of ["mia", "noa"]) quay.addUser(name);
}

const blueprint =
  (changed: quay.OrganizationBlueprintArgs = {}, options?: pulumi.ComponentResourceOptions) =>
  () =>
    new quay.OrganizationBlueprint("acme", { ...acme, ...changed }, options);

/** Grants on a repository, by name. */
function granted({ quay: { store } }: Story, namespace: string, name: string) {
  const all = [...(store.repository(namespace, name)?.grants ?? [])].map(([{ name }, role]) => [name, role]);
  return Object.fromEntries(all.filter(([name]) => name !== "admin"));
}

describe("An OrganizationBlueprint", () => {
  const story = new Story();
  beforeAll(() => addUsers(story));
  const requests = () => story.quay.requests.map(({ method, path }) => `${method} ${path.replace("/api", "")}`);

  it("is created by one write for each of its parts, and one more for what Quay does not accept on create", async () => {
    await story.up(blueprint());
    const parts = Object.keys(story.state());
    expect(parts).toHaveLength(23);
    const reads = requests().filter((request) => request.startsWith("GET"));
    expect(reads).toEqual(["GET /config"]);
    // Team owners exists already; the time until deleted tags are removed cannot be set while an organization is created.
    expect(story.writes()).toHaveLength(parts.length - 1 + 1);
  });

  it("has in Quay what the program declares, in each of its parts", () => {
    const { store } = story.quay;
    expect(store.organization("acme")).toMatchObject({ email: "platform@acme.example", tagExpiration: 604_800 });
    expect(store.team("acme", "ops")).toMatchObject({ role: "creator", description: "On call." });
    expect(store.team("acme", "readers")).toMatchObject({ role: "member", description: "" });
    expect(store.robot("acme+ci")).toMatchObject({ description: "Pushes what CI builds." });
    expect(store.repository("acme", "web")).toMatchObject({ isPublic: true, description: "The web shop." });
    const inQuay = idsInQuay(store, "acme");
    expect(idsInState(story.state()).filter((id) => !inQuay.has(id))).toEqual([]);
  });

  it("creates default permissions before repositories, which all get them; explicit grants take precedence", () => {
    expect(granted(story, "acme", "base/node")).toEqual({
      ops: "read",
      mia: "read",
      "acme+puller": "read",
      "acme+ci": "write",
    });
    expect(granted(story, "acme", "web")).toEqual({
      ops: "write",
      owners: "admin",
      mia: "read",
      noa: "admin",
      "acme+ci": "write",
      "acme+puller": "read",
    });
  });

  it("then shows no change, and is refreshed by fewer requests than it has parts", async () => {
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
    const requested = story.requested();
    expect(requested.length).toBeGreaterThan(0);
    expect(requested.length).toBeLessThan(23);
  });

  it("updates only the changed parts: another role, a removed member and repository, an added grant", async () => {
    const { web, ...others } = acme.repositories ?? {};
    const { ops, ...teams } = acme.teams ?? {};
    const changed = blueprint({
      teams: { ...teams, ops: { ...ops, role: "member", members: ["mia"] } },
      repositories: { "base/node": { ...others["base/node"], teams: { readers: "write" } } },
    });
    await story.up(changed);
    expect(story.writes().sort()).toEqual([
      "DELETE organization/acme/team/ops/members/noa",
      "DELETE repository/acme/web",
      "DELETE repository/acme/web/permissions/team/ops",
      "DELETE repository/acme/web/permissions/team/owners",
      "DELETE repository/acme/web/permissions/user/acme+ci",
      "DELETE repository/acme/web/permissions/user/acme+puller",
      "DELETE repository/acme/web/permissions/user/noa",
      "PUT organization/acme/team/ops",
      "PUT repository/acme/base/node/permissions/team/readers",
    ]);
  });

  it("is refused in the preview when a name in it is invalid, with the nearest valid name", async () => {
    const wrong = blueprint({ repositories: { web: { visiblity: "public" } } } as never);
    const { text } = await expectFailure(story.preview(wrong));
    expect(text).toContain("Repository has no property visiblity. Did you mean visibility?");
    const { text: again } = await expectFailure(story.preview(blueprint({ emial: "platform@acme.example" } as never)));
    expect(again).toContain("Organization has no property emial. Did you mean email?");
  });

  it("keeps its repositories when a robot is replaced that a default permission names", async () => {
    const robots = { ...acme.robots, puller: { description: "Pulls.", replaceWhenChanged: true } };
    await story.up(blueprint());
    story.requested();
    const { steps } = await story.up(blueprint({ robots }));
    const replaced = steps.filter((step) => /^replace /.test(step)).sort();
    expect(replaced).toEqual([
      "replace DefaultPermission acme/user/acme+puller",
      "replace DefaultPermission acme/user/acme+puller/by/noa",
      "replace RepositoryUserPermission acme/web/acme+puller",
      "replace Robot acme/puller",
    ]);
    expect(story.writes().filter((request) => / repository$|DELETE repository\/acme\/[^/]+$/.test(request))).toEqual(
      [],
    );
    expect(granted(story, "acme", "web")).toMatchObject({ "acme+puller": "read" });
  });

  it("cannot be renamed: the preview refuses it, and no request is sent to Quay", async () => {
    story.requested();
    const { text } = await expectFailure(story.preview(blueprint({ name: "umbrella" })));
    expect(text).toContain("Organization acme cannot be renamed");
    expect(story.requested()).toEqual([]);
  });
});

describe("Two organizations of one program", () => {
  const story = new Story();
  beforeAll(() => addUsers(story));
  const results: Record<string, Record<string, unknown>> = {};

  /** The same for both, except for the names. */
  function program() {
    for (const name of ["acme", "umbrella"]) {
      const { images, pullSecrets } = new quay.OrganizationBlueprint(name, {
        ...acme,
        repositories: { web: { robots: { ci: "write" } } },
      });
      pulumi.all([images, pullSecrets]).apply(([images, pullSecrets]) => {
        results[name] = { images, pullSecrets };
      });
    }
  }

  it("do not conflict, although all their parts have the same names", async () => {
    await story.up(program);
    expect(
      story.quay.store
        .organizations()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["acme", "umbrella"]);
    const state = Object.keys(story.state());
    expect(state.filter((name) => name.includes(" umbrella"))).toHaveLength(state.length / 2);
    expect(granted(story, "umbrella", "web")).toMatchObject({ "umbrella+ci": "write" });
  });

  it("output their image names and the logins of their own robots", () => {
    const { store, url } = story.quay;
    const host = new URL(url).host;
    expect(results.umbrella?.images).toEqual({ web: `${host}/umbrella/web` });
    const { ci } = (results.umbrella?.pullSecrets ?? {}) as Record<string, string>;
    const auth = Buffer.from(`umbrella+ci:${store.robot("umbrella+ci")?.token}`).toString("base64");
    expect(JSON.parse(ci ?? "")).toEqual({ auths: { [host]: { auth } } });
  });

  it("and these secrets are never printed and never stored in plain text", () => {
    for (const name of ["acme+ci", "umbrella+ci", "acme+puller", "umbrella+puller"]) {
      const token = story.quay.store.robot(name)?.token ?? "";
      const auth = Buffer.from(`${name}:${token}`).toString("base64");
      expect(token.length).toBeGreaterThan(30);
      for (const secret of [token, auth]) {
        expect(story.output).not.toContain(secret);
        expect(story.stateFile()).not.toContain(secret);
      }
    }
  });
});

describe("An OrganizationBlueprint whose organization exists", () => {
  const story = new Story();
  beforeAll(async () => {
    addUsers(story);
    await story.up(blueprint());
    // From now on not managed by this stack, and different from the program.
    const { ok, text } = await story.pulumi("state", "delete", "--all", "--yes");
    if (!ok) throw new Error(text);
    Object.assign(story.quay.store.organization("acme") ?? {}, { email: "older@acme.example" });
    Object.assign(story.quay.store.team("acme", "ops") ?? {}, { role: "admin" });
    await story.callQuay("DELETE /v1/organization/acme/team/ops/members/noa");
    story.requested();
  });

  it("is not adopted by default", async () => {
    const { text } = await expectFailure(story.up(blueprint()));
    expect(text).toContain("Organization acme already exists and is not managed by this stack.");
    expect([story.state(), story.writes()]).toEqual([{}, []]);
  });

  it("is adopted as it is with adopt, with all its parts at once; only missing parts are created", async () => {
    await story.up(blueprint({ adopt: true }));
    expect(Object.keys(story.state())).toHaveLength(23);
    const written = story.writes();
    // Grants and memberships are idempotent: they are written again where that changes nothing.
    expect(written.filter((request) => !/\/(members|permissions)\//.test(request))).toEqual([]);
    expect(written).toContain("PUT organization/acme/team/ops/members/noa");
    expect(story.quay.store.organization("acme")).toMatchObject({ email: "older@acme.example" });
  });

  it("then shows how Quay differs from the program, and up with --refresh applies it", async () => {
    const { changes } = await story.preview(undefined, { refresh: true });
    expect(changes).toEqual({
      "Organization acme": { email: { from: "older@acme.example", to: "platform@acme.example" } },
      "Team acme/ops": { role: { from: "admin", to: "creator" } },
    });
    await story.up(undefined, { refresh: true });
    expect(story.writes().sort()).toEqual(["PUT organization/acme", "PUT organization/acme/team/ops"]);
    await story.preview(undefined, { refresh: true, expectNoChanges: true });
  });
});

describe("An OrganizationBlueprint with an explicit provider", () => {
  const story = new Story();
  beforeAll(() => {
    addUsers(story);
    // The stack's own settings point to no server.
    story.environment({ QUAY_URL: "http://127.0.0.1:9", QUAY_TOKEN: "none" });
  });

  const program = () => {
    const { url, token } = story.quay;
    const provider = new quay.Provider("internal", { url, token });
    return blueprint({}, { provider, protect: true })();
  };

  it("is created with that provider, in all its parts", async () => {
    await story.up(program);
    expect(Object.keys(story.state())).toHaveLength(23);
  });

  it("is not destroyed when protected: no request is sent to Quay", async () => {
    story.requested();
    const { text } = await expectFailure(story.destroy());
    expect(text).toContain("protected");
    expect([story.requested(), Object.keys(story.state()).length]).toEqual([[], 23]);
  });
});
