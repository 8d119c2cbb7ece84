import { resources } from "../../provider/resources";
import type { Specimen } from "../laws";
import type { Lab, State } from "../run";

/** Something that things of a kind go with. */
export interface Parent {
  kind: string;
  program: Record<string, unknown>;
  /** Where Quay's API has it. */
  path: string;
  /** Puts into it, made again, what a thing there needs. */
  stock?(lab: Lab): unknown;
}

export const acme: Parent = { kind: "Organization", program: { name: "acme" }, path: "organization/acme" };
export const ops: Parent = {
  kind: "Team",
  program: { organization: "acme", name: "ops" },
  path: "organization/acme/team/ops",
};
export const web: Parent = {
  kind: "Repository",
  program: { namespace: "acme", name: "web" },
  path: "repository/acme/web",
  stock: ({ quay }) => quay.push("acme/web", "v1", { seed: "one" }),
};

/** To both Quay says in different words that something is missing. */
const callers: Record<string, string | undefined> = {
  "a superuser": undefined,
  "an ordinary administrator": "repo:admin repo:create org:admin user:admin",
};

/** What a front says that has lost its Quay. */
const fronts = {
  "JSON of its own (404)": { status: 404, body: { error: "not found" } },
  "JSON of its own (404, as others shape it)": {
    status: 404,
    body: { type: "about:blank", title: "Not Found", status: 404 },
  },
  "a message (404)": { status: 404, body: { message: "no Route matched with those values" } },
  "nothing (404)": { status: 404 },
  "a page (404)": { status: 404, type: "text/html", body: "<html><title>Not Found</title></html>" },
  "a page (403)": { status: 403, type: "text/html", body: "<html><title>Forbidden</title></html>" },
  "JSON of its own (403)": { status: 403, body: { error: "forbidden" } },
  "JSON of its own (400)": { status: 400, body: { error: "bad request" } },
};

/** How it answers what is sent to learn whether the token is alive. */
const probed = {
  "a page (403)": fronts["a page (403)"],
  "a page (400)": { ...fronts["a page (403)"], status: 400 },
  "JSON of its own (403)": fronts["JSON of its own (403)"],
  "JSON of its own (400)": fronts["JSON of its own (400)"],
};

const always = { times: Number.POSITIVE_INFINITY };

/** What is true of every kind when it is gone, and when it only seems so. */
export function absent(kind: string, specimen: Specimen, at: Lab): void {
  const { least, id, parents, stored } = specimen;
  const config = (scope: string | undefined): Record<string, string> =>
    scope ? { "quay:token": at.quay.mint({ scope }) } : {};
  const forced = (state: State): State => ({ ...state, outputs: { ...state.outputs, forceDelete: true } });

  it("it says what it goes with", () => {
    expect(parents.length > 0).toBe(kind !== "Organization");
  });

  for (const [caller, scope] of Object.entries(callers)) {
    it(`gone behind our back, refresh drops it and delete is content, with the token of ${caller}`, async () => {
      const state = await at.run(kind).create(least);
      await specimen.vanish(at);
      expect(await at.run(kind, config(scope)).refresh(state)).toBeUndefined();
      await at.run(kind, config(scope)).delete(state);
      expect(stored(at)).toBeUndefined();
    });

    for (const parent of parents)
      it(`gone with its ${parent.kind}, refresh drops it and delete is content, with the token of ${caller}`, async () => {
        const state = await at.run(kind).create(least);
        await at.elsewhere(`DELETE /v1/${parent.path}`);
        expect(await at.run(kind, config(scope)).refresh(state)).toBeUndefined();
        await at.run(kind, config(scope)).delete(state);
      });
  }

  it.each(Object.entries(fronts))(
    "a front that answers every read with %s: refresh fails and drops nothing",
    async (_, read) => {
      const state = await at.run(kind).create(least);
      for (const probe of Object.values(probed)) {
        at.quay.fail("POST /v1/organization/", probe, always);
        at.quay.fail("*", read, { ...always, when: ({ method }) => method === "GET" });
        await expect(at.run(kind).refresh(state)).rejects.toThrow(`Could not read ${kind} ${id}: `);
      }
    },
  );

  it("a real absence does not make a front's believed", async () => {
    const run = at.run(kind);
    const state = await at.run(kind).create(least);
    const other = await at.run(kind).create({ ...least, ...specimen.renamed });
    await at.run(kind).delete(forced(other));
    expect(await run.refresh(other)).toBeUndefined();
    at.quay.fail("POST /v1/organization/", probed["a page (403)"], always);
    at.quay.fail("*", fronts["JSON of its own (404)"], { ...always, when: ({ method }) => method === "GET" });
    expect(await run.refresh(state).catch((error) => error)).toBeDefined();
  });

  it.each([
    ["that it is not there (404)", 404],
    ["that there is nothing to delete (400)", 400],
    ["JSON that is not Quay's (404)", fronts["JSON of its own (404)"]],
    ["a page (404)", fronts["a page (404)"]],
  ] as const)("a delete answered with %s is not done while it is there", async (_, fault) => {
    const state = await at.run(kind).create(least);
    at.quay.fail("*", fault, { ...always, when: ({ method }) => method === "DELETE" });
    const run = at.run(kind);
    await expect(run.delete(forced(state))).rejects.toThrow(`Could not delete ${kind} ${id}: `);
    expect(stored(at)).toBeDefined();
    expect(await run.refresh(state)).toBeDefined();
  });

  for (const [place, parent] of parents.entries())
    describe(`its ${parent.kind} deleted and made again in one process,`, () => {
      let run: ReturnType<Lab["process"]>;
      let state: State;
      beforeEach(async () => {
        state = await at.run(kind).create(least);
        const theirs: State[] = [];
        for (const { kind, program } of parents) theirs.push(await at.run(kind).create({ ...program, adopt: true }));
        run = at.process();
        for (const [index, { kind }] of parents.entries()) await run(kind).refresh(theirs[index] as State);
        expect(await run(kind).refresh(state)).toBeDefined();

        await run(parent.kind).delete(forced(theirs[place] as State));
        at.quay.collectGarbage();
        for (const [index, { kind, program, stock }] of parents.entries()) {
          if (await run(kind).refresh(theirs[index] as State)) continue;
          await run(kind).create(program);
          await stock?.(at);
        }
        expect(stored(at)).toBeUndefined();
      });

      it("it is not believed to be there", async () => {
        expect(await run(kind).refresh(state)).toBeUndefined();
      });

      it("it is made again too", async () => {
        const adopt = resources[kind]?.flags.includes("adopt") ? { adopt: true } : {};
        await run(kind).create({ ...least, ...adopt });
        expect(stored(at)).toMatchObject(least);
        expect(await run(kind).refresh(state)).toBeDefined();
      });
    });
}
