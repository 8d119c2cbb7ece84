import { accessIn, grantsOfNew } from "../../../cli/access/effective";
import { readAccess } from "../../../cli/access/read-access";
import type { AccessReport, Effective, NamespaceAccess, Principal } from "../../../cli/access/report";
import type { LocalQuay } from "../../../local-quay";
import { startQuay } from "../../../local-quay";
import { Connections } from "../../../provider/serve/connections";
import { isRecorded, Replay, recording } from "../../local-quay/access-matrix";

const described = isRecorded ? describe : describe.skip;
const all = isRecorded ? recording() : undefined;

let quay: LocalQuay;
let replay: Replay;
beforeEach(async () => {
  quay = await startQuay();
  replay = new Replay(quay);
});
afterEach(() => quay.close());

/** The report as the command reads it with this user's token. */
async function reportAs(user: string): Promise<AccessReport> {
  const connections = new Connections(undefined, () => {});
  const settings: Record<string, string> = { "quay:url": quay.url, "quay:token": replay.token(user) };
  const namespaces = [
    { name: "acme", isUser: false },
    { name: "alice", isUser: true },
  ];
  try {
    return await readAccess(
      namespaces,
      connections.get((key) => settings[key]),
    );
  } finally {
    await connections.close();
  }
}

const namespaceIn = ({ namespaces }: AccessReport, name: string) =>
  namespaces.find((one) => one.name === name) as NamespaceAccess;

/** Somebody whom a namespace does not know is a stranger to it. */
const principalIn = ({ principals }: NamespaceAccess, name: string): Principal | undefined =>
  name === "anonymous"
    ? undefined
    : (principals.find((one) => one.name === name) ?? { name, kind: "user", everywhere: [], mayCreate: false });

function effective(report: AccessReport, fullName: string, name: string): Effective & { state: string } {
  const [namespace = "", repository] = fullName.split("/");
  const within = namespaceIn(report, namespace);
  const found = within.repositories.find((one) => one.name === repository);
  if (!found) throw new Error(`The report has no repository ${fullName}.`);
  return { ...accessIn(within, report)(found, principalIn(within, name)), state: found.state };
}

/** What a Quay answers that follows the report. */
function cell(report: AccessReport, repository: string, principal: string) {
  const { role, pull, push, admin, state } = effective(report, repository, principal);
  const isNormal = state === "NORMAL";
  const registry = [...(push ? ["push"] : []), ...(pull ? ["pull"] : []), ...(admin && isNormal ? ["*"] : [])];
  const writes = role === "write" || role === "admin";
  const api =
    role === undefined
      ? { status: principal === "anonymous" ? 401 : 403 }
      : { status: 200, can_write: writes && isNormal, can_admin: admin };
  return { repository, principal, api: principal.includes("+") ? null : api, registry };
}

function organizationSeen(report: AccessReport, name: string) {
  const acme = namespaceIn(report, "acme");
  const principal = principalIn(acme, name);
  const isAdmin = Boolean(principal?.everywhere.length);
  const isIn = (members: string[]) => members.includes(name);
  const isMember = isAdmin || acme.teams.some(({ members }) => isIn(members));
  const teams = Object.fromEntries(acme.teams.map((team) => [team.name, isAdmin || isIn(team.members)]));
  return { principal: name, status: 200, is_admin: isAdmin, is_member: isMember, teams: isMember ? teams : null };
}

const asRecorded = (grants: ReturnType<typeof grantsOfNew>) => {
  const of = (isTeam: boolean) =>
    Object.fromEntries(
      grants.filter(({ kind }) => (kind === "team") === isTeam).map(({ grantee, role }) => [grantee, role]),
    );
  return { user: of(false), team: of(true) };
};

described("what the report says is what a real Quay was seen to allow", () => {
  it("after the set-up: every cell, organizations, lists, and what a missing repository answers", async () => {
    if (!all) return;
    await replay.play(all.setup);
    const report = await reportAs("admin");
    for (const wanted of all.matrix) expect(cell(report, wanted.repository, wanted.principal)).toEqual(wanted);
    for (const wanted of all.organizations) expect(organizationSeen(report, wanted.principal)).toEqual(wanted);
    for (const { principal, repositories } of all.lists) {
      const acme = namespaceIn(report, "acme");
      const hasLevel = ({ name }: { name: string }) =>
        effective(report, `acme/${name}`, principal).paths.some(({ through }) => through !== "public");
      const names = acme.repositories.filter(hasLevel).map(({ name }) => `acme/${name}`);
      expect({ principal, names }).toEqual({ principal, names: repositories });
    }
    for (const { principal, repository, asked, registry } of all.missing.filter((one) => one.asked === "pull")) {
      const isAdmin = principalIn(namespaceIn(report, "acme"), principal)?.everywhere.length;
      expect({ principal, repository, asked, registry: isAdmin ? ["pull"] : [] }).toMatchObject({
        principal,
        registry,
      });
    }
    expect(report.notes).toEqual([expect.stringContaining("robots of alice")]);
  });

  it("an organization's administrator who is no superuser gets the same, but for superusers", async () => {
    if (!all) return;
    await replay.play(all.setup);
    const report = await reportAs("alice");
    const others = all.matrix.filter(
      ({ principal, repository }) => principal !== "admin" || repository === "acme/byadmin",
    );
    for (const wanted of others) expect(cell(report, wanted.repository, wanted.principal)).toEqual(wanted);
    expect(report.notes).toEqual([expect.stringContaining("Superusers"), expect.stringContaining("disabled")]);
  });

  it("who may create repositories, and what is granted on them", async () => {
    if (!all) return;
    await replay.play(all.setup);
    const report = await reportAs("admin");
    for (const { principal, namespace, created } of all.create) {
      const within = namespaceIn(report, namespace);
      const creator = principalIn(within, principal);
      expect({ principal, namespace, may: creator?.mayCreate ?? false }).toEqual({
        principal,
        namespace,
        may: !!created,
      });
      if (creator && created) {
        const { user, team = {} } = created;
        expect(asRecorded(grantsOfNew(within, creator))).toEqual({ user, team });
      }
    }
  });

  it("single calls, and every phase on top of the one before", async () => {
    if (!all) return;
    await replay.play(all.setup);
    await replay.play(all.calls);
    for (const { about, setup, matrix, organizations = [], missing = [], calls = [] } of all.phases) {
      await replay.play(setup);
      const report = await reportAs("admin");
      for (const wanted of matrix)
        expect({ about, ...cell(report, wanted.repository, wanted.principal) }).toEqual({ about, ...wanted });
      for (const wanted of organizations) expect(organizationSeen(report, wanted.principal)).toEqual(wanted);
      for (const { principal, registry } of missing) {
        const { proxyCache, teams } = namespaceIn(report, "acme");
        const isMember = teams.some(({ members }) => members.includes(principal));
        expect({ principal, registry: proxyCache && isMember ? ["pull"] : [] }).toEqual({ principal, registry });
      }
      await replay.play(calls);
    }
  });

  it("default permissions that contradict each other", async () => {
    if (!all) return;
    await replay.play(all.defaults.setup);
    const acme = namespaceIn(await reportAs("admin"), "acme");
    for (const { creator, created } of all.defaults.result)
      expect(asRecorded(grantsOfNew(acme, { name: creator, kind: "user" }))).toEqual(created);
  });
});
