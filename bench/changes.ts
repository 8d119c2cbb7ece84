import { Agent, fetch } from "undici";
import type { LocalQuay } from "../local-quay";

/** An object that somebody changed outside Pulumi. */
export interface Changed {
  /** Such as `Repository acme/repository-1`. */
  label: string;
  /** Undefined where Quay's log does not tell. */
  by?: string;
}

const PEOPLE = ["alice", "bob", "carol"];

/** Changes 43 objects of the reference organization as three people and a robot; of two of them Quay's log does not tell. */
export async function changeAs(quay: LocalQuay, tags: number): Promise<Changed[]> {
  const { store } = quay;
  const dispatcher = new Agent({ connect: { ca: quay.caCertificate } });
  const tokens = PEOPLE.map((user) => {
    const token = quay.mint({ user, scope: "org:admin repo:admin" });
    const [owners, account] = [store.team("acme", "owners"), store.user(user)];
    if (owners && account) store.join(owners, account);
    return token;
  });
  const changed: Changed[] = [];

  async function call(authorization: string, request: string, body?: object | string) {
    const [method = "", path] = request.split(" ");
    const headers = { authorization, "content-type": "application/json", "user-agent": "podman" };
    const sent = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(`${quay.url}${path}`, { dispatcher, method, headers, body: sent });
    if (answer.status === 429) return call(authorization, request, body);
    if (!answer.ok) throw new Error(`${request}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  }
  async function change(label: string, request: string, body?: object) {
    const index = changed.length % PEOPLE.length;
    await call(`Bearer ${tokens[index]}`, request, body);
    changed.push({ label, by: PEOPLE[index] });
  }

  const api = "/api/v1/repository/acme";
  const description = "Somebody was here.";
  for (let n = 0; n < 8; n++)
    await change(`Repository acme/repository-${n}`, `PUT ${api}/repository-${n}`, { description });
  const visibility = "public";
  await change("Repository acme/repository-9", `POST ${api}/repository-9/changevisibility`, { visibility });
  for (let n = 0; n < 2; n++) {
    const team = `PUT /api/v1/organization/acme/team/team-${n}`;
    await change(`Team acme/team-${n}`, team, { role: "member", description });
  }
  for (let n = 50; n < 57; n++)
    for (const team of [`team-${n}`, `team-${n + 1}`])
      await change(
        `RepositoryTeamPermission acme/repository-${n}/team/${team}`,
        `PUT ${api}/repository-${n}/permissions/team/${team}`,
        { role: "admin" },
      );
  for (let n = 60; n < 73; n++) {
    const robot = `acme+robot-${n}`;
    const label = `RepositoryUserPermission acme/repository-${n}/user/${robot}`;
    const path = `${api}/repository-${n}/permissions/user/${robot}`;
    if (n < 70) await change(label, `PUT ${path}`, { role: "admin" });
    else await change(label, `DELETE ${path}`);
  }

  for (let n = 0; n < tags; n++) {
    const robot = `acme+robot-${n}`;
    const basic = `Basic ${Buffer.from(`${robot}:${store.robot(robot)?.token}`).toString("base64")}`;
    const scope = `repository:acme/repository-${n}:pull,push`;
    const { token } = JSON.parse(await call(basic, `GET /v2/auth?scope=${scope}`)) as { token: string };
    quay.push(`acme/repository-${n}`, "v2", { seed: "two" });
    const manifest = await call(`Bearer ${token}`, `GET /v2/acme/repository-${n}/manifests/v2`);
    await call(`Bearer ${token}`, `PUT /v2/acme/repository-${n}/manifests/prod`, manifest);
    changed.push({ label: `Tag acme/repository-${n}:prod`, by: robot });
  }

  // As superusers do, and garbage collection.
  Object.assign(store.repository("acme", "repository-20") ?? {}, { description: "Nobody was here." });
  Object.assign(store.team("acme", "team-20") ?? {}, { description: "Nobody was here." });
  changed.push({ label: "Repository acme/repository-20" }, { label: "Team acme/team-20" });
  await dispatcher.close();
  return changed;
}
