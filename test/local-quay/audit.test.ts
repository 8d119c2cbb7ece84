import { auditLog } from "./audit-log";

describe("The local Quay's audit log", () => {
  const log = auditLog();
  const { send: ask, entries, loggedEntries: logged } = log;

  async function registry(request: string, credentials: string, scope?: string, body?: string) {
    const query = scope ? `?scope=${scope}` : "";
    const basic = { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
    const { token } = (await (await fetch(`${log.quay.url}/v2/auth${query}`, { headers: basic })).json()) as {
      token: string;
    };
    const [method, path] = request.split(" ") as [string, string];
    const headers = { authorization: `Bearer ${token}`, "user-agent": "podman" };
    return fetch(`${log.quay.url}${path}`, { method, headers, body });
  }

  it("does not log the seed, or what a test does to the store", async () => {
    log.quay.push("acme/web", "v1");
    expect(await entries("/organization/acme")).toEqual([]);
  });

  it("does not log reads and refused requests", async () => {
    await ask("GET /organization/acme/members");
    expect((await ask("DELETE /organization/acme/team/none")).status).toBe(400);
    expect(await entries("/organization/acme")).toEqual([]);
  });

  it("logs who was invited, by whom, and the outcome", async () => {
    log.quay.features.MAILING = true;
    log.quay.addUser("jane");
    log.quay.addUser("john");
    const team = "/organization/acme/team/owners";
    for (const name of ["jane", "john"]) await ask(`PUT ${team}/members/${name}`);
    const [jane, john] = log.quay.store.team("acme", "owners")?.invites ?? [];
    await ask(`PUT /teaminvite/${jane?.code}`, undefined, log.quay.mint({ user: "jane", scope: "user:admin" }));
    await ask(`DELETE /teaminvite/${john?.code}`, undefined, log.quay.mint({ user: "john", scope: "user:admin" }));
    await ask(`PUT ${team}/invite/x@example.com`);
    await ask(`DELETE ${team}/invite/x@example.com`);
    await ask(`PUT ${team}/members/john`);
    await ask(`DELETE ${team}/members/john`);
    const mail = "x@example.com";
    expect(await logged("/organization/acme")).toEqual([
      ["org_invite_team_member", { user: "jane", member: "jane", team: "owners" }],
      ["org_invite_team_member", { user: "john", member: "john", team: "owners" }],
      ["org_team_member_invite_accepted", { member: "jane", team: "owners", inviter: "admin" }],
      ["org_team_member_invite_declined", { member: "john", team: "owners", inviter: "admin" }],
      ["org_invite_team_member", { email: mail, member: mail, team: "owners" }],
      ["org_delete_team_member_invite", { email: mail, member: mail, team: "owners" }],
      ["org_invite_team_member", { user: "john", member: "john", team: "owners" }],
      ["org_delete_team_member_invite", { user: "john", member: "john", team: "owners" }],
    ]);
  });

  it("of a user contains what the user and superusers changed", async () => {
    await ask("POST /superuser/users/", { username: "jane", email: "jane@example.com" });
    const token = log.quay.mint({ user: "jane", scope: "user:admin" });
    await ask("PUT /user/", { company: "Acme", location: null, invoice_email: false }, token);
    const { uuid } = (await ask("POST /user/apptoken", { title: "Laptop" }, token)).body.token;
    await ask(`DELETE /user/apptoken/${uuid}`, undefined, token);
    await ask("PUT /user/robots/ci", {}, token);
    await ask("PUT /superuser/users/jane", { email: "j@example.com", enabled: true });
    const app = { app_specific_token: uuid, app_specific_token_title: "Laptop" };
    expect(await logged("/user", token)).toEqual([
      ["user_create", { username: "jane", email: "jane@example.com", superuser: "admin" }],
      ["user_change_invoicing", { invoice_email: false }],
      ["user_change_metadata", { company: "Acme", location: null }],
      ["create_app_specific_token", app],
      ["revoke_app_specific_token", app],
      ["create_robot", { robot: "ci", description: null, unstructured_metadata: null }],
      ["user_change_email", { email: "j@example.com", old_email: "jane@example.com", superuser: "admin" }],
      ["user_enable", { username: "jane", superuser: "admin" }],
    ]);
  });

  it("repeats the request body that created an application", async () => {
    const sent = { name: "Deployer", unknown: 1, client_id: "mine" };
    const { client_id } = (await ask("POST /organization/acme/applications", sent)).body;
    expect(await logged("/organization/acme")).toEqual([
      ["create_application", { ...sent, application_name: "Deployer", client_id }],
    ]);
  });

  it("logs the robot that pushes and pulls, and the user agent", async () => {
    const { token } = (await ask("PUT /organization/acme/robots/ci", {})).body;
    log.quay.push("acme/web", "v1");
    await ask("PUT /repository/acme/web/permissions/user/acme+ci", { role: "write" });
    const scope = "repository:acme/web:pull,push";
    await registry("GET /v2/acme/web/manifests/v1", `acme+ci:${token}`, scope);
    const index = JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json" });
    await registry("PUT /v2/acme/web/manifests/all", `acme+ci:${token}`, scope, index);
    const [push, pull] = await entries("/repository/acme/web");
    const common = { repo: "web", namespace: "acme", "user-agent": "podman", username: "acme+ci", is_robot: true };
    expect(pull).toMatchObject({ kind: "pull_repo", metadata: { ...common, tag: "v1" } });
    expect(push).toMatchObject({
      kind: "push_repo",
      metadata: { ...common, tag: "all", mediaType: "application/vnd.oci.image.index.v1+json" },
      performer: { name: "acme+ci", is_robot: true },
    });
    expect(push?.metadata).not.toHaveProperty("oauth_token_id");
  });

  it("logs a login, which requests no scope, in the log of the robot's namespace", async () => {
    const { token } = (await ask("PUT /organization/acme/robots/ci", {})).body;
    await registry("GET /v2/", `acme+ci:${token}`);
    const [login] = await logged("/organization/acme").then((all) => all.slice(1));
    expect(login).toEqual(["login_success", { type: "v2auth", kind: "robot", useragent: expect.any(String) }]);
  });

  it("logs no repository creation for a push, and loses the name of a deleted robot", async () => {
    const { token } = (await ask("PUT /organization/acme/robots/ci", {})).body;
    await ask("PUT /organization/acme/team/makers", { role: "creator" });
    await ask("PUT /organization/acme/team/makers/members/acme+ci");
    const index = JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json" });
    await registry("PUT /v2/acme/new/manifests/v1", `acme+ci:${token}`, "repository:acme/new:pull,push", index);
    expect((await entries("/repository/acme/new")).map(({ kind }) => kind)).toEqual(["push_repo"]);
    await ask("DELETE /organization/acme/robots/ci");
    const [push] = await entries("/repository/acme/new");
    expect(push).not.toHaveProperty("performer");
  });

  it("logs once how many tags a policy made immutable, and nothing when there are none", async () => {
    log.quay.push("acme/web", "v1");
    log.quay.push("acme/web", "v2");
    await ask("POST /organization/acme/immutabilitypolicy/", { tagPattern: "v.*" });
    await ask("POST /repository/acme/web/immutabilitypolicy/", { tagPattern: "v1" });
    const policy = { namespace: "acme", tag_pattern: "v.*", tag_pattern_matches: true };
    expect(await logged("/organization/acme")).toEqual([
      ["tags_made_immutable_by_policy", { ...policy, count: 2 }],
      ["create_immutability_policy", policy],
      ["create_immutability_policy", { ...policy, repo: "web", tag_pattern: "v1" }],
    ]);
  });

  it("never logs a mirror's robot, and masks its password", async () => {
    for (const name of ["one", "two"]) await ask(`PUT /organization/acme/robots/${name}`, {});
    await ask("POST /repository", { namespace: "acme", repository: "web", visibility: "private", description: "" });
    const mirror = "/repository/acme/web/mirror";
    await ask(`POST ${mirror}`, {
      external_reference: "8.8.8.8/library/alpine",
      sync_interval: 3600,
      sync_start_date: "2035-01-01T00:00:00Z",
      root_rule: { rule_kind: "tag_glob_csv", rule_value: ["*"] },
      skopeo_timeout_interval: 300,
      robot_username: "acme+one",
    });
    await ask(`PUT ${mirror}`, {
      robot_username: "acme+two",
      external_registry_username: "me",
      external_registry_password: "hush",
    });
    const changes = (await logged("/repository/acme/web")) as [string, Record<string, unknown>][];
    expect(changes.slice(1).map(([, { changed, to }]) => [changed, to])).toEqual([
      ["external_reference", "8.8.8.8/library/alpine"],
      ["external_registry_username", "me"],
      ["external_registry_password", "********"],
    ]);
  });

  it("logs the settings of a mirror that were written before a refusal", async () => {
    await ask("PUT /organization/acme/robots/one", {});
    await ask("POST /repository", { namespace: "acme", repository: "web", visibility: "private", description: "" });
    const mirror = "/repository/acme/web/mirror";
    await ask(`POST ${mirror}`, {
      external_reference: "8.8.8.8/library/alpine",
      sync_interval: 3600,
      sync_start_date: "2035-01-01T00:00:00Z",
      root_rule: { rule_kind: "tag_glob_csv", rule_value: ["*"] },
      skopeo_timeout_interval: 300,
      robot_username: "acme+one",
    });
    const refused = await ask(`PUT ${mirror}`, { is_enabled: false, sync_start_date: "soon", sync_interval: 60 });
    expect(refused.status).toBe(400);
    const changes = (await logged("/repository/acme/web")) as [string, Record<string, unknown>][];
    expect(changes.slice(2).map(([, { changed, to }]) => [changed, to])).toEqual([["is_enabled", false]]);
  });

  it("moves to the organization that a user is converted to", async () => {
    log.quay.store.addUser("jane", { password: "password" });
    const token = log.quay.mint({ user: "jane", scope: "user:admin" });
    await ask("PUT /user/", { company: "Acme" }, token);
    await ask("POST /user/clientkey", { password: "password" }, token);
    log.quay.store.addUser("john", { password: "password" });
    await ask("POST /user/convert", { adminUser: "john", adminPassword: "password" }, token);
    const admin = log.quay.mint({ user: "john", scope: "org:admin user:admin" });
    expect(await logged("/organization/jane", admin)).toEqual([
      ["user_change_metadata", { company: "Acme" }],
      ["user_generate_client_key", {}],
      ["account_convert", {}],
    ]);
    const performers = (await entries("/organization/jane", admin)).map(({ performer }) => performer?.name);
    expect(performers).toEqual(["jane", "jane", "jane"]);
    const login = { type: "quayauth", useragent: expect.any(String) };
    expect(await logged("/user", admin)).toEqual([["login_success", login]]);
  });

  it("of a superuser contains the takeovers of users", async () => {
    const { id } = log.quay.store.addUser("jane");
    await ask("POST /superuser/takeownership/jane");
    const taken = { entity_id: id, namespace: "jane", was_user: true, superuser: "admin" };
    expect(await logged("/user")).toEqual([["take_ownership", taken]]);
  });

  it("hides service keys from the first user, whose log they are in", async () => {
    await ask("POST /superuser/keys", { service: "quay", expiration: null });
    expect(await entries("/user")).toEqual([]);
    const [approval, creation] = await entries("/superuser");
    expect(approval).toMatchObject({ kind: "service_key_approve", namespace: { kind: "user", name: "admin" } });
    expect(creation?.kind).toBe("service_key_create");
  });
});
