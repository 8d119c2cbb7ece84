import { resources } from "../../provider/resources";
import type { Harness, State } from "../harness";
import { isAssigned, named, specimenOf } from "../kinds";
import type { Specimen } from "../kinds/specimen";

/** Quay reports a missing object to each of them in different words. */
const callers: Record<string, string | undefined> = {
  "a superuser": undefined,
  "an ordinary administrator": "repo:admin repo:create org:admin user:admin",
};

/** Responses of a proxy that has lost its Quay. */
const proxies = {
  "foreign JSON (404)": { status: 404, body: { error: "not found" } },
  "foreign JSON in another shape (404)": {
    status: 404,
    body: { type: "about:blank", title: "Not Found", status: 404 },
  },
  "a message (404)": { status: 404, body: { message: "no Route matched with those values" } },
  "an empty body (404)": { status: 404 },
  "an HTML page (404)": { status: 404, type: "text/html", body: "<html><title>Not Found</title></html>" },
  "an HTML page (403)": { status: 403, type: "text/html", body: "<html><title>Forbidden</title></html>" },
  "foreign JSON (403)": { status: 403, body: { error: "forbidden" } },
  "foreign JSON (400)": { status: 400, body: { error: "bad request" } },
  "an empty list (200)": { status: 200, body: [] },
};

/** How it responds to the check of the token. */
const probed = {
  "an HTML page (403)": proxies["an HTML page (403)"],
  "an HTML page (400)": { ...proxies["an HTML page (403)"], status: 400 },
  "foreign JSON (403)": proxies["foreign JSON (403)"],
  "foreign JSON (400)": proxies["foreign JSON (400)"],
};

const always = { times: Number.POSITIVE_INFINITY };

/** What is true of every kind when it is gone, and when it only seems so. */
export function absence(kind: string, specimen: Specimen, at: Harness): void {
  const { least, parents, needs } = specimen;
  const all = parents.map((kind) => ({ kind, ...specimenOf(kind) }));
  const stored = () => specimen.stored(at.quay.store, least);
  const config = (scope: string | undefined): Record<string, string> =>
    scope ? { "quay:token": at.quay.mint({ scope }) } : {};
  const forced = (state: State): State => ({ ...state, outputs: { ...state.outputs, forceDelete: true } });

  it("declares the parents that it is deleted together with", async () => {
    expect(parents.length > 0).toBe(kind !== "Organization");
    const { outputs } = await at.run(kind).create(least);
    const said = resources[kind]?.parents(outputs).map(([kind, id]) => `${kind} ${id}`);
    expect(said?.sort()).toEqual(all.map(({ kind, id }) => `${kind} ${id}`).sort());
  });

  for (const [caller, scope] of Object.entries(callers)) {
    it(`is dropped by refresh after a deletion outside Pulumi, and delete succeeds, with the token of ${caller}`, async () => {
      const state = await at.run(kind).create(least);
      await specimen.vanish(at.quay, least);
      expect(await at.run(kind, config(scope)).refresh(state)).toBeUndefined();
      await at.run(kind, config(scope)).delete(state);
      expect(stored()).toBeUndefined();
    });

    for (const parent of all)
      it(`is dropped by refresh after its ${parent.kind} is deleted, and delete succeeds, with the token of ${caller}`, async () => {
        const state = await at.run(kind).create(least);
        await parent.vanish(at.quay, parent.least);
        expect(await at.run(kind, config(scope)).refresh(state)).toBeUndefined();
        await at.run(kind, config(scope)).delete(state);
      });
  }

  it.each(Object.entries(proxies))(
    "when a proxy answers every read with %s, refresh fails and drops nothing",
    async (_, read) => {
      const state = await at.run(kind).create(least);
      for (const probe of Object.values(probed)) {
        at.quay.fail("POST /v1/organization/", probe, always);
        at.quay.fail("*", read, { ...always, when: ({ method }) => method === "GET" });
        await expect(at.run(kind).refresh(state)).rejects.toThrow(`Could not read ${named(kind)}`);
      }
    },
  );

  it("a real absence does not make an absence reported by a proxy believed", async () => {
    const run = at.run(kind);
    const state = await at.run(kind).create(least);
    const other = await at.run(kind).create({ ...least, ...specimen.renamed });
    await at.run(kind).delete(forced(other));
    expect(await run.refresh(other)).toBeUndefined();
    at.quay.fail("POST /v1/organization/", probed["an HTML page (403)"], always);
    at.quay.fail("*", proxies["foreign JSON (404)"], { ...always, when: ({ method }) => method === "GET" });
    expect(await run.refresh(state).catch((error) => error)).toBeDefined();
  });

  it.each([
    ["Not Found (404)", 404],
    ["the message that there is nothing to delete (400)", 400],
    ["foreign JSON (404)", proxies["foreign JSON (404)"]],
    ["an HTML page (404)", proxies["an HTML page (404)"]],
  ] as const)("a delete answered with %s is not done while the object exists", async (_, fault) => {
    const state = await at.run(kind).create(least);
    at.quay.fail("*", fault, { ...always, when: ({ method }) => method !== "GET" });
    const run = at.run(kind);
    await expect(run.delete(forced(state))).rejects.toThrow(`Could not delete ${named(kind)}`);
    expect(stored()).toBeDefined();
    expect(await run.refresh(state)).toBeDefined();
  });

  for (const [place, parent] of all.entries())
    describe(`with its ${parent.kind} deleted and recreated in one process,`, () => {
      let run: ReturnType<Harness["process"]>;
      let state: State;
      beforeEach(async () => {
        state = await at.run(kind).create(least);
        const theirs: State[] = [];
        for (const { kind, least } of all) theirs.push(await at.run(kind).create({ ...least, adopt: true }));
        run = at.process();
        for (const [index, { kind }] of all.entries()) await run(kind).refresh(theirs[index] as State);
        expect(await run(kind).refresh(state)).toBeDefined();

        await run(parent.kind).delete(forced(theirs[place] as State));
        at.quay.collectGarbage();
        for (const [index, { kind, least }] of all.entries()) {
          if (!(await run(kind).refresh(theirs[index] as State))) await run(kind).create(least);
        }
        await needs?.(at.quay);
        expect(stored()).toBeUndefined();
      });

      it("is not taken for existing", async () => {
        expect(await run(kind).refresh(state)).toBeUndefined();
      });

      it("is recreated too", async () => {
        const adopt = resources[kind]?.flags.includes("adopt") ? { adopt: true } : {};
        const recreated = await run(kind).create({ ...least, ...adopt });
        expect(stored()).toMatchObject(least);
        expect(await run(kind).refresh(isAssigned(kind) ? recreated : state)).toBeDefined();
      });
    });
}
