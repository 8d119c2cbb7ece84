import { type LocalQuay, startQuay } from "../../local-quay";
import { allScopes } from "../../local-quay/scopes";
import { faults } from "./fault-injection";
import { type Declared, prepareQuay, randomProgram } from "./plan";
import { messagesOf, Process, type State } from "./process";
import { full, Random, seeded } from "./seed";

/** A superuser, an administrator of all organizations, a member of teams, and a user outside the organizations. */
const people = ["admin", "owner", "dave", "stranger"];
/** Fails soon: an outage does not end here. */
const brief = { tries: 1, pause: 1, maxWait: 100 };

/** Other servers that may respond in place of a Quay. */
const others = {
  "a 404 page": { status: 404, type: "text/html", body: "<html><title>404 Not Found</title></html>" },
  "a firewall page": { status: 403, type: "text/html", body: "<html><title>Forbidden</title></html>" },
  "a redirect": { status: 302, headers: { location: "/login" }, type: "text/html", body: "" },
  "another service": { status: 200, body: {} },
  "an empty list": { status: 200, body: [] },
  "an empty body": { status: 200, body: "", type: "application/json" },
  null: { status: 200, body: null },
} as const;

seeded("A refresh while Quay fails", (seed) => {
  let quay: LocalQuay;
  let program: Declared[];
  let known: State;

  beforeAll(async () => {
    quay = await startQuay();
    const digest = await prepareQuay(quay);
    for (const name of people) if (!quay.store.user(name)) quay.addUser(name);
    quay.push("admin/images", "other", { seed: "two" });
    program = [gone, ...randomProgram(seed, 40, digest), ...ofUsers];
    known = new Map();
    const run = new Process(quay);
    await run.up(program, known);
    expect(messagesOf(run)).toBe("");
    await run.close();
    // So that some objects really are absent.
    quay.store.user("admin")?.repositories.delete("gone");
    const owner = quay.store.user("owner");
    for (const organization of quay.store.organizations())
      if (owner) quay.store.join(organization.teams.get("owners") as never, owner);
  });
  afterAll(() => quay.close());

  /** Refreshes; returns the resources that have changed or seem to have, and the number of reported failures. */
  async function refreshed(token: string, timeout = "30") {
    const state = new Map(known);
    const run = new Process({ url: quay.url, token }, { "quay:timeoutSeconds": timeout }, brief);
    await run.refresh(state);
    await run.close();
    const deleted = [...known.keys()].filter((key) => !state.has(key) && key !== gone.key);
    const drifted = [...state].filter(([key, kept]) => JSON.stringify(kept) !== JSON.stringify(known.get(key)));
    const messages = messagesOf(run);
    return {
      deleted,
      drifted: drifted.map(([key, { inputs }]) => `${key} ${JSON.stringify(inputs)}`),
      leaked: [...secrets(quay), token].filter((secret) => messages.includes(secret)),
      errors: run.errors.length,
    };
  }

  const nothing = { deleted: [], drifted: [], leaked: [] };

  /** Runs an action before the response to a request, counted from now. */
  function at(request: number, act: () => void) {
    let left = request;
    const when = () => {
      if (left-- === 0) act();
      return false;
    };
    quay.fail("*", 500, { when });
  }

  it("without faults, shows everything unchanged", async () => {
    expect(await refreshed(quay.token)).toEqual({ ...nothing, errors: 0 });
    const token = quay.mint({ user: "owner", scope: "org:admin repo:admin user:admin" });
    const { errors, ...shown } = await refreshed(token);
    expect(shown).toEqual(nothing);
    expect(errors).toBeLessThan(program.length / 3);
  });

  const outages = [
    // Rate limits are respected, which takes time.
    ...Object.entries(faults)
      .slice(1)
      .map(([name, [mishap]]) => [name, mishap?.fault] as const),
    ...Object.entries(others),
  ];

  it.each(outages)(
    "%s from the start, and from a later request on: failures are reported, and nothing seems deleted or changed",
    async (name, fault) => {
      const random = new Random(seed, name);
      const timeout = name === "no answer" ? "0.15" : undefined;
      for (const from of [0, ...Array.from({ length: full ? 10 : 1 }, () => random.below(40))]) {
        let count = 0;
        const when = () => count++ >= from;
        const broken = { fault: when };
        quay.fail("*", fault as never, { times: Number.POSITIVE_INFINITY, when: () => broken.fault() });
        const { errors, ...shown } = await refreshed(quay.token, timeout);
        broken.fault = () => false;
        expect({ from, ...shown }).toEqual({ from, ...nothing });
        if (from === 0) expect(errors).toBe(program.length);
      }
    },
    120_000,
  );

  it("rate limited for longer than the time limit: that is reported, and nothing seems deleted", async () => {
    let refuses = true;
    quay.fail("*", 429, { times: Number.POSITIVE_INFINITY, when: () => refuses });
    const state = new Map([...known].slice(1, 3));
    const run = new Process(quay, {}, { ...brief, maxWait: 3_000 });
    await run.refresh(state);
    await run.close();
    refuses = false;
    expect(state.size).toBe(2);
    expect(run.errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/: 429 /),
      expect.stringMatching(/: 429 /),
    ]);
    expect(run.notices).toEqual([expect.stringContaining("asks for fewer requests")]);
  });

  it("with an invalid token fails", async () => {
    for (const anonymous of [true, false]) {
      quay.features.ANONYMOUS_ACCESS = anonymous;
      const { errors, ...shown } = await refreshed("wrong".repeat(8));
      expect(shown).toEqual(nothing);
      expect(errors).toBeGreaterThan(0);
    }
    quay.features.ANONYMOUS_ACCESS = true;
  });

  it("with a token that is revoked during the refresh: failures are reported, and nothing seems deleted or changed", async () => {
    const random = new Random(seed, "revoked");
    for (let round = 0; round < (full ? 40 : 3); round++) {
      quay.features.ANONYMOUS_ACCESS = random.happens(0.5);
      const token = quay.mint({ user: random.pick(["admin", "owner"]), scope: allScopes.join(" ") });
      const from = random.below(30);
      at(from, () => quay.revoke(token));
      const { errors, ...shown } = await refreshed(token);
      expect({ from, ...shown }).toEqual({ from, ...nothing });
    }
    quay.features.ANONYMOUS_ACCESS = true;
  });

  it("with a token of fewer scopes: what cannot be seen is reported, and nothing seems deleted or changed", async () => {
    const random = new Random(seed, "scopes");
    for (let round = 0; round < (full ? 100 : 6); round++) {
      const user = random.pick(people);
      const scope = random.some(allScopes).join(" ") || random.pick(allScopes);
      const { errors, ...shown } = await refreshed(quay.mint({ user, scope }));
      expect({ user, scope, ...shown }).toEqual({ user, scope, ...nothing });
    }
  });

  it("with scopes that are removed during the refresh: what cannot be seen is reported, and nothing seems deleted or changed", async () => {
    const random = new Random(seed, "shrink");
    for (let round = 0; round < (full ? 60 : 4); round++) {
      const user = random.pick(["admin", "owner"]);
      const left = random.some(allScopes, 0.4);
      const code = quay.mint({ user, scope: allScopes.join(" ") });
      const from = random.below(30);
      const demoted = random.happens(0.5);
      const owner = quay.store.user("owner") as never;
      const teams = quay.store.organizations().map(({ teams }) => teams.get("owners") as never);
      at(from, () => {
        const token = quay.store.tokens.get(code) as never as object;
        quay.store.tokens.set(code, { ...token, scopes: new Set(left) } as never);
        if (demoted) for (const team of teams) quay.store.leave(team, owner);
      });
      const { errors, ...shown } = await refreshed(code);
      expect({ user, left, from, ...shown }).toEqual({ user, left, from, ...nothing });
      for (const team of teams) quay.store.join(team, owner);
    }
  });
});

/** Deletions outside Pulumi. */
const gone: Declared = { key: "Repository gone", kind: "Repository", name: "gone", args: { namespace: "admin" } };

/** The resources in a user's own namespace. */
const ofUsers: Declared[] = [
  { key: "Repository own", kind: "Repository", name: "own", args: { namespace: "admin", description: "Own." } },
  { key: "Robot own", kind: "Robot", name: "own", args: { namespace: "admin", metadata: { a: 1 } } },
  {
    key: "RepositoryUserPermission own",
    kind: "RepositoryUserPermission",
    name: "own",
    args: {
      repository: { of: "Repository own", output: "fullName" },
      user: { of: "Robot own", output: "fullName" },
      role: "read",
    },
  },
];

const secrets = ({ store, token }: LocalQuay): string[] => [
  token,
  ...[...store.accounts.values()].flatMap((account) => (account.kind === "robot" ? [account.token] : [])),
];
