import { type LocalQuay, startQuay } from "../../local-quay";
import { type Cell, isRecorded, Replay, recording } from "./access-matrix";

const described = isRecorded ? describe : describe.skip;

let quay: LocalQuay;
let replay: Replay;
beforeEach(async () => {
  quay = await startQuay();
  replay = new Replay(quay);
});
afterEach(() => quay.close());

/** The cells as the local Quay answers them. */
const answered = (cells: Cell[]) =>
  Promise.all(
    cells.map(async ({ repository, principal }) => ({
      repository,
      principal,
      api: await replay.api(principal, repository),
      registry: await replay.registry(principal, repository),
    })),
  );

async function organizationSeen(principal: string, token?: string) {
  const { status, body } = await replay.call({ do: "GET /api/v1/organization/acme", as: principal }, token);
  const { is_admin, is_member, teams } = body as {
    is_admin: boolean;
    is_member: boolean;
    teams?: Record<string, { can_view: boolean }>;
  };
  const visible = teams && Object.fromEntries(Object.entries(teams).map(([name, { can_view }]) => [name, can_view]));
  return { status, is_admin, is_member, teams: visible ?? null };
}

described("who may do what on the local Quay, as on a real one", () => {
  const all = isRecorded ? recording() : undefined;

  it("after the set-up: the matrix, organizations, lists, grants and what tokens of fewer scopes may do", async () => {
    if (!all) return;
    await replay.play(all.setup);
    expect(await answered(all.matrix)).toEqual(all.matrix);
    for (const { principal, ...seen } of all.organizations)
      expect({ principal, ...(await organizationSeen(principal)) }).toEqual({ principal, ...seen });
    for (const { principal, namespace, repositories } of all.lists) {
      const { body } = await replay.call({ do: `GET /api/v1/repository?namespace=${namespace}`, as: principal });
      const names = (body as { repositories: { name: string }[] }).repositories.map(({ name }) => `acme/${name}`);
      expect({ principal, names: names.sort() }).toEqual({ principal, names: repositories });
    }
    for (const [repository, grants] of Object.entries(all.grants))
      expect({ repository, ...replay.grants(repository) }).toEqual({ repository, ...grants });
    for (const { credential, principal, repository, api, registry, organization } of all.credentials) {
      const scope = / scope (.*)$/.exec(credential)?.[1];
      const token = replay.token(principal, scope);
      const said = { credential, principal, repository };
      if (api) expect({ ...said, api: await replay.api(principal, repository ?? "", token) }).toEqual({ ...said, api });
      if (registry) {
        const actions = await replay.registry(principal, repository ?? "", undefined, token);
        expect({ ...said, registry: actions }).toEqual({ ...said, registry });
      }
      if (organization) expect(await organizationSeen(principal, token)).toMatchObject(organization);
    }
  });

  it("a repository that is missing, and who may create one", async () => {
    if (!all) return;
    await replay.play(all.setup);
    for (const { principal, repository, asked, ...wanted } of all.missing) {
      const said = { principal, repository, asked };
      const registry = await replay.registry(principal, repository, asked);
      const api = "api" in wanted ? { api: await replay.api(principal, repository) } : {};
      expect({ ...said, ...api, registry }).toEqual({ ...said, ...wanted });
    }
    for (const [number, one] of all.create.entries()) {
      const { principal, namespace, created } = one;
      const registry = await replay.registry(principal, `${namespace}/pushed-${number}`, "pull,push");
      expect({ principal, namespace, registry }).toEqual({ principal, namespace, registry: one.registry });
      if (created) {
        const { user, team = {} } = created;
        expect(replay.grants(`${namespace}/pushed-${number}`)).toEqual({ user, team });
      }
      if (one.api === null) continue;
      const body = { namespace, repository: `made-${number}`, visibility: "private", description: "" };
      const { status } = await replay.call({ do: "POST /api/v1/repository", as: principal, body });
      expect({ principal, namespace, status }).toEqual({ principal, namespace, status: one.api });
    }
  });

  it("single calls, and every phase on top of the one before", async () => {
    if (!all) return;
    await replay.play(all.setup);
    await replay.play(all.calls);
    for (const { about, setup, matrix, organizations = [], missing = [], calls = [] } of all.phases) {
      await replay.play(setup);
      expect({ about, matrix: await answered(matrix) }).toEqual({ about, matrix });
      for (const { principal, ...seen } of organizations)
        expect({ about, principal, ...(await organizationSeen(principal)) }).toEqual({ about, principal, ...seen });
      for (const { principal, repository, asked, registry } of missing)
        expect({ principal, registry: await replay.registry(principal, repository, asked) }).toEqual({
          principal,
          registry,
        });
      await replay.play(calls);
    }
  });

  it("default permissions that contradict each other", async () => {
    if (!all) return;
    await replay.play(all.defaults.setup);
    for (const { repository, created } of all.defaults.result) expect(replay.grants(repository)).toEqual(created);
  });
});
