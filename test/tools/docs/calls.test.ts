import { resources } from "../../../provider/resources";
import type { Kind } from "../../../tools/docs/reference";
import { reference } from "../../../tools/docs/reference";
import { type Lab, lab } from "../../run";

type Properties = Record<string, unknown>;

/** What is made of each kind, and what is then changed about it. */
const lives: Record<string, { made: Properties; changed: Properties }> = {
  Organization: { made: { name: "fresh" }, changed: { email: "a@acme.example", tagExpirationSeconds: 86_400 } },
  Repository: {
    made: { namespace: "acme", name: "api" },
    changed: { visibility: "public", description: "new", state: "READ_ONLY" },
  },
  Team: { made: { organization: "acme", name: "dev" }, changed: { role: "admin", description: "new" } },
  TeamMember: { made: { organization: "acme", team: "ops", member: "alice" }, changed: {} },
  Robot: { made: { namespace: "acme", name: "deploy", metadata: { a: 1 } }, changed: { rotate: "again" } },
  Tag: {
    made: { repository: "acme/web", name: "prod", digest: "one" },
    changed: { digest: "two", expiration: "2028-01-01T00:00:00Z" },
  },
  RepositoryUserPermission: {
    made: { repository: "acme/web", user: "acme+ci", role: "read" },
    changed: { role: "admin" },
  },
  RepositoryTeamPermission: { made: { repository: "acme/web", team: "ops", role: "read" }, changed: { role: "admin" } },
  DefaultPermission: {
    made: { organization: "acme", team: "ops", role: "read", createdBy: "alice" },
    changed: { role: "write" },
  },
};

/** Quay names this scope, and lists for every token. Should it mend that, the guard that reads the list must not go blind. */
const notDemanded: Record<string, string[]> = { Organization: ["repo:read"] };

async function world({ quay, elsewhere }: Lab): Promise<Properties> {
  quay.addUser("alice");
  await elsewhere("POST /v1/organization/", { name: "acme" });
  await elsewhere("PUT /v1/organization/acme/team/ops", { role: "member" });
  await elsewhere("PUT /v1/organization/acme/robots/ci", {});
  const [one, two] = ["one", "two"].map((seed) => quay.push("acme/web", seed, { seed }).digest);
  return { one, two };
}

/** The whole life of one thing, each step as an engine operation of its own. Looks for it once more when it is gone. */
async function live(at: Lab, kind: string, made: Properties, changed: Properties, token: string): Promise<void> {
  const run = () => at.run(kind, { "quay:token": token });
  const state = await run().create(made);
  expect(await run().refresh(state)).toMatchObject({ inputs: state.inputs });
  const newer = await run().update(state, { ...made, ...changed });
  expect(await run().refresh(newer)).toMatchObject({ inputs: newer.inputs });
  await run().delete(newer);
  expect(await run().refresh(newer)).toBeUndefined();
}

describe("What the documentation says of a kind's calls and scopes:", () => {
  const at = lab();
  let kinds: Record<string, Kind>;
  let digests: Properties;
  beforeAll(() => {
    kinds = Object.fromEntries(reference().kinds.map((kind) => [kind.name, kind]));
  });
  beforeEach(async () => {
    digests = await world(at);
    at.asked();
  });

  /** With the digests of what was pushed. */
  const real = (properties: Properties = {}) =>
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, digests[String(value)] ?? value]));
  const life = (kind: string, scopes: string[], own: Properties = {}) =>
    live(
      at,
      kind,
      { ...real(lives[kind]?.made), ...own },
      real(lives[kind]?.changed),
      at.quay.mint({ scope: scopes.join(" ") }),
    );

  it("there is a life here of every kind", () => {
    expect(Object.keys(lives).sort()).toEqual(Object.keys(resources).sort());
  });

  it.each(Object.keys(lives))("%s lives with a token of these scopes, and asks for nothing else", async (name) => {
    const { scopes, calls } = kinds[name] as Kind;
    await life(name, scopes);
    const known = calls.map(({ operation }) => operation.route);
    expect(at.asked().filter((route) => !(known as string[]).includes(route))).toEqual([]);
  });

  it.each(Object.keys(lives))("%s needs every one of them", async (name) => {
    const { scopes } = kinds[name] as Kind;
    for (const scope of scopes.filter((scope) => !notDemanded[name]?.includes(scope))) {
      const others = scopes.filter((other) => other !== scope);
      await expect(life(name, [...others, "user:read"])).rejects.toThrow();
    }
  });

  it("Robot in the namespace of the token's own user lives with the scopes that are said for that", async () => {
    const { ownScopes, calls } = kinds.Robot as Kind;
    await life("Robot", ownScopes, { namespace: "admin" });
    const known = calls.map(({ operation }) => operation.route);
    expect(at.asked().filter((route) => !(known as string[]).includes(route))).toEqual([]);
  });
});
