import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scope } from "../../../provider/quay/operation";
import type { Call } from "../../../tools/docs/calls";
import { markedIn, scopesTable } from "../../../tools/docs/readme";
import { type Kind, reference } from "../../../tools/docs/reference";
import { writeSite } from "../../../tools/docs/site";
import { harness } from "../../harness";
import { specimens } from "../../kinds";
import { callsOf, ofOwnUser, runLifecycle } from "./observed-calls";

const notDemanded: Record<string, string[]> = {
  /** Quay documents this scope, but accepts every token for listing. Should it fix that, what reads the list has to notice. */
  Organization: ["repo:read"],
  OrganizationMirror: ["repo:read"],
  /** Superusers with full access do not need it. */
  TeamSync: ["org:admin"],
};

describe("The documented calls and scopes of a kind:", () => {
  const at = harness();
  const calls: Record<string, Call[]> = {};
  let kinds: Record<string, Kind>;
  beforeAll(async () => {
    for (const kind of Object.keys(specimens)) calls[kind] = await callsOf(at, kind);
    const site = reference(calls);
    if (process.env.QUAY_DOCS === "write") writeSite(site);
    kinds = Object.fromEntries(site.kinds.map((kind) => [kind.name, kind]));
  });

  const routesOf = (name: string) => calls[name]?.map(({ operation }) => operation.route) ?? [];
  const scopesOf = (name: string) => kinds[name]?.scopes as Scope[];

  it("README's table of scopes is what the local Quay receives: npm run docs writes it", () => {
    const readme = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");
    const words = (table = "") => table.replace(/ +/g, " ").replace(/-+/g, "-");
    expect(words(markedIn(readme))).toBe(words(scopesTable(Object.values(kinds))));
  });

  it.each(Object.keys(specimens))("%s works with a token of these scopes, and sends no other calls", async (name) => {
    const requested = await runLifecycle(at, name, { scopes: scopesOf(name) });
    const known = routesOf(name);
    expect(requested.map(({ operation }) => operation.route).filter((route) => !known.includes(route))).toEqual([]);
  });

  it.each(Object.keys(specimens))("%s needs every one of them", async (name) => {
    expect(scopesOf(name).length).toBeGreaterThan(0);
    for (const scope of scopesOf(name).filter((scope) => !notDemanded[name]?.includes(scope))) {
      const others = scopesOf(name).filter((other) => other !== scope);
      await expect(runLifecycle(at, name, { scopes: [...others, "user:read"] })).rejects.toThrow();
    }
  });

  it.each(["Robot", "RobotFederation"])(
    "%s in the namespace of the token's own user works with the scopes documented for that",
    async (name) => {
      const scopes = kinds[name]?.ownScopes as Scope[];
      const requested = await runLifecycle(at, name, { ...ofOwnUser(name), scopes });
      const known = routesOf(name);
      expect(requested.map(({ operation }) => operation.route).filter((route) => !known.includes(route))).toEqual([]);
    },
  );
});
