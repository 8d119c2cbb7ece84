import { type LocalQuay, smallDirectory, startQuay } from "../../local-quay";

let quay: LocalQuay;
afterEach(() => quay.close());

/** A browser that signs in: Quay's response, and the user of the session. */
async function signIn(username: string, password: string) {
  const start = await fetch(`${quay.url}/csrf_token`);
  const { csrf_token: csrf } = (await start.json()) as { csrf_token: string };
  const cookie = start.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = { cookie, "x-csrf-token": csrf, "content-type": "application/json" };
  const body = JSON.stringify({ username, password });
  const answer = await fetch(`${quay.url}/api/v1/signin`, { method: "POST", headers, body });
  const me = await fetch(`${quay.url}/api/v1/user/`, { headers: { cookie } });
  return { said: await answer.json(), name: ((await me.json()) as { username?: string }).username };
}

async function ask(what: string, body?: object) {
  const [method, path] = what.split(" ");
  const headers = { authorization: `Bearer ${quay.token}`, "content-type": "application/json" };
  const answer = await fetch(`${quay.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  return answer.status === 204 ? undefined : answer.json();
}

it("with mailing, nobody signs in before their e-mail address is confirmed", async () => {
  quay = await startQuay({ features: { MAILING: true } });
  await ask("POST /user/", { username: "jane", password: "password", email: "jane@example.com" });
  expect(await signIn("jane", "password")).toMatchObject({ said: { needsEmailVerification: true }, name: undefined });
  const [mail] = quay.store.mails;
  expect(mail).toMatchObject({ to: "jane@example.com", links: [expect.stringMatching("^/confirm")] });
  await fetch(quay.url + mail?.links[0], { redirect: "manual" });
  expect(await signIn("jane", "password")).toEqual({ said: { success: true }, name: "jane" });
});

it("users of a directory are created when they sign in, and again after they were removed", async () => {
  quay = await startQuay({ directory: true });
  expect(quay.store.user("dan")).toBeUndefined();
  expect((await signIn("dan", "contract-pass")).name).toBe("dan");
  const dan = quay.store.user("dan");
  if (dan) dan.login = undefined;
  expect((await signIn("dan", "contract-pass")).name).toBe("dan0");
  expect((await signIn("dan", "password")).said).toMatchObject({ message: "Invalid username or password." });
});

it("the administrator of an organization is not deleted, and one with two admin teams there is, as in Quay", async () => {
  quay = await startQuay({ seed: (store) => store.addOrganization("acme", store.addUser("jane")) });
  const token = quay.mint({ user: "jane", scope: "user:admin" });
  const remove = () =>
    fetch(`${quay.url}/api/v1/user/`, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
  expect((await remove()).status).toBe(400);
  const acme = quay.store.organization("acme");
  const jane = quay.store.user("jane");
  if (acme && jane) quay.store.join(quay.store.addTeam(acme, "second", "admin"), jane);
  expect((await remove()).status).toBe(204);
});

it.each([
  ["LDAP", { group_dn: "cn=dev,ou=groups" }],
  ["OIDC", { group_name: "cn=dev,ou=groups" }],
  ["Keystone", { group_id: "cn=dev,ou=groups" }],
] as const)(
  "teams get the people of their group of %s when they are synchronized, and robots stay",
  async (service, group) => {
    quay = await startQuay({ features: { TEAM_SYNCING: true }, directory: { ...smallDirectory, service } });
    await ask("POST /organization/", { name: "acme" });
    await ask("PUT /organization/acme/team/dev", { role: "member" });
    await ask("PUT /organization/acme/robots/ci", {});
    for (const name of ["ann", "acme+ci"]) await ask(`PUT /organization/acme/team/dev/members/${name}`);
    expect(await ask("POST /organization/acme/team/dev/syncing", {})).toMatchObject(
      service === "OIDC" ? { name: "dev" } : { detail: `Could not sync to group: Missing ${Object.keys(group)[0]}` },
    );
    await ask("DELETE /organization/acme/team/dev/syncing");
    await ask("POST /organization/acme/team/dev/syncing", group);
    quay.syncTeams();
    const view = await ask("GET /organization/acme/team/dev/members");
    expect(view).toMatchObject({
      can_sync: { service: service.toLowerCase() },
      synced: { service: service.toLowerCase(), last_updated: expect.stringMatching(/ -0000$/), config: group },
    });
    const members = [...(quay.store.team("acme", "dev")?.members ?? [])].map(({ name }) => name);
    // Nobody signed dan in: synchronizing makes him a user.
    expect(members.sort()).toEqual(["acme+ci", "cat", "dan"]);
  },
);
