import { resources } from "../../provider/resources";
import type { Harness } from "../harness";
import { named } from "../kinds";
import type { Specimen } from "../kinds/specimen";

/** What is true of every kind while Quay fails, and when its responses are lost. */
export function trouble(kind: string, specimen: Specimen, at: Harness): void {
  const { least, id, changes, creates, tries } = specimen;
  const stored = () => specimen.stored(at.quay.store, least);
  it.each([503, 500, 401, 403, "reset", "half", "html"] as const)(
    "is not dropped when Quay fails (%s): refresh fails",
    async (fault) => {
      const state = await at.run(kind).create(least);
      at.quay.fail("*", fault, { times: Number.POSITIVE_INFINITY });
      await expect(at.run(kind).refresh(state)).rejects.toThrow(`Could not read ${named(kind)}`);
      expect(stored()).toBeDefined();
    },
  );

  it("is not dropped with an invalid token: refresh fails", async () => {
    const token = at.quay.mint({ scope: "repo:admin repo:create org:admin user:admin" });
    const state = await at.run(kind).create(least);
    at.quay.revoke(token);
    await expect(at.run(kind, { "quay:token": token }).refresh(state)).rejects.toThrow("does not accept the token");
  });

  it("is not dropped with a token that has lost scopes: refresh fails", async () => {
    const state = await at.run(kind).create(least);
    const token = at.quay.mint({ scope: "user:read" });
    await expect(at.run(kind, { "quay:token": token }).refresh(state)).rejects.toThrow(`Could not read ${named(kind)}`);
  });

  it("leaves no orphan when Quay fails half-way: what was created is in the state, and the next up completes it", async () => {
    const program = { ...least, ...changes };
    const created = await at.run(kind).create(program);
    const writes = at.requested().filter((route) => !route.startsWith("GET ") && route !== tries);
    await at.run(kind).delete({ ...created, outputs: { ...created.outputs, forceDelete: true } });
    at.quay.collectGarbage();
    expect(writes[0]).toBe(creates);
    for (const route of writes.slice(1)) {
      at.quay.fail(route, 500, { times: 1 });
      const failure = await at
        .run(kind)
        .create(program)
        .catch((error) => error);
      expect(failure).toMatchObject({
        id: expect.stringContaining(id),
        reasons: [expect.stringContaining(`Could not create ${named(kind)}`)],
      });
      const half = { id: failure.id, inputs: created.inputs, outputs: failure.properties };
      const completed = await at.run(kind).update(half, program);
      const naming = resources[kind]?.identity.properties.map((name) => [name, half.outputs[name]]) ?? [];
      expect(completed.outputs).toEqual({ ...created.outputs, ...Object.fromEntries(naming) });
      expect(stored()).toMatchObject({ ...least, ...changes });
      await at.run(kind).delete({ ...completed, outputs: { ...completed.outputs, forceDelete: true } });
      at.quay.collectGarbage();
    }
  });

  it.each(["reset", 502, "half"] as const)(
    "is not created twice when the response to the write is lost (%s)",
    async (fault) => {
      const before = specimen.all(at.quay.store).length;
      at.quay.fail(creates, fault, { times: 1, after: true });
      const state = await at.run(kind).create(least);
      expect(state.id.startsWith(id)).toBe(true);
      expect(stored()).toMatchObject(least);
      expect(specimen.all(at.quay.store)).toHaveLength(before + 1);
      expect((await at.run(kind).refresh(state))?.outputs).toEqual(state.outputs);
    },
  );

  it("never has the token in a message", async () => {
    const messages: string[] = [];
    for (const fault of [503, 401, 403, 400, "reset", "html"] as const) {
      at.quay.fail("*", fault, { times: Number.POSITIVE_INFINITY });
      await at
        .run(kind)
        .create(least)
        .catch((error) => messages.push(error.message, String(error.stack), String(error.cause)));
      at.quay.reset();
    }
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.join("\n")).not.toContain(at.quay.token);
  });
}
