import type { Harness } from "../harness";
import type { Specimen } from "../kinds/specimen";

/** What is true of every kind with a Quay that does not have an operation yet. */
export function unsupported(kind: string, specimen: Specimen, at: Harness): void {
  const { least, changes, creates, tries } = specimen;
  const lacks = new RegExp(
    `This Quay does not have the operation \\w+ \\(${creates.replace(/[{}]/g, "\\$&")}\\), which ${kind} needs: `,
  );

  it("names the operation that Quay lacks when it cannot be created yet, and sends no request twice", async () => {
    at.quay.leaveOut(creates);
    await expect(at.run(kind).create(least)).rejects.toThrow(lacks);
    expect(specimen.stored(at.quay.store, least)).toBeUndefined();
    const requested = at.requested();
    expect(requested.filter((route) => route === "GET /v1/discovery")).toHaveLength(1);
    expect(requested.filter((route) => !route.startsWith("GET ") && route !== tries).length).toBe(1);
  });

  it("is not dropped by refresh where Quay lacks the operation that creates it", async () => {
    const state = await at.run(kind).create({ ...least, ...changes });
    at.quay.leaveOut(creates);
    at.requested();
    expect(await at.run(kind).refresh(state)).toEqual(state);
    expect(at.requested()).not.toContain("GET /v1/discovery");
  });

  it("is not dropped where Quay lacks an operation that reads it: refresh fails", async () => {
    const state = await at.run(kind).create(least);
    at.requested();
    await at.run(kind).refresh(state);
    const [read = ""] = at.requested().filter((route) => route.startsWith("GET /v1/"));
    at.quay.leaveOut(read);
    const message = await at
      .run(kind)
      .refresh(state)
      .then(
        (refreshed) => (refreshed ? "" : "dropped"),
        (error) => error.message,
      );
    expect(message).toMatch(/^Could not read .*This Quay does not have the operation \w+ \(GET /);
  });

  for (const [name, value] of Object.entries(changes))
    it(`names the operation that Quay lacks to change ${name}, and changes nothing else`, async () => {
      const state = await at.run(kind).create(least);
      const program = { ...least, [name]: value };
      at.requested();
      const changed = await at.run(kind).update(state, program);
      const [write = ""] = at.requested().filter((route) => !route.startsWith("GET "));
      const before = await at.run(kind).update(changed, least);
      at.quay.leaveOut(write);
      await expect(at.run(kind).update(before, program)).rejects.toThrow(`, which ${name} of ${kind} needs: `);
      expect((await at.run(kind).refresh(before))?.outputs).toEqual(before.outputs);
    });
}
