import type { Harness } from "../harness";
import { named } from "../kinds";
import type { Specimen } from "../kinds/specimen";

const everything = "repo:admin repo:create org:admin user:admin";
const blamesTheScope = /needs a token with the scope \S+ \("[^"]*"\)\./;

/** What is true of every kind when Quay refuses, which it does in the same words for many reasons. */
export function rights(kind: string, specimen: Specimen, at: Harness): void {
  const { least } = specimen;
  it("refused to a user without rights whose token has every scope does not blame the scope", async () => {
    const state = kind === "Organization" ? await at.run(kind).create(least) : undefined;
    const bob = { "quay:token": at.quay.mint({ user: "bob", scope: everything }) };
    const doing = state ? at.run(kind, bob).delete(state) : at.run(kind, bob).create(least);
    const message = await doing.then(
      () => "",
      (error) => error.message,
    );
    expect(message).toContain(` ${named(kind)}`);
    expect(message).not.toMatch(blamesTheScope);
  });

  if (kind === "Organization") return;
  it("in a namespace that does not exist reports that, and no scopes", async () => {
    await at.callQuay("DELETE /v1/organization/acme");
    const token = at.quay.mint({ scope: everything });
    const message = await at
      .run(kind, { "quay:token": token })
      .create(least)
      .then(
        () => "",
        (error) => error.message,
      );
    expect(message).toMatch(/There is no (organization or user acme|repository acme\/web|team ops in acme)\.$/);
    expect(message).not.toMatch(/the scope/);
  });
}
