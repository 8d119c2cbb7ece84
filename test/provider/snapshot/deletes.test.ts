import { harness, type State } from "../../harness";

const always = { times: Number.POSITIVE_INFINITY };

describe("A delete that Quay refused", () => {
  const at = harness();
  const repository: State = {
    id: "acme/web",
    inputs: {},
    outputs: { namespace: "acme", name: "web", fullName: "acme/web" },
  };
  beforeEach(async () => {
    at.quay.store.addOrganization("acme", at.quay.store.user("admin"));
    at.quay.store.addRepository(at.quay.store.organization("acme") as never, "web");
    at.requested();
  });

  it("is not done while the list contains the name, although its path answers 404", async () => {
    at.quay.fail("DELETE /v1/repository/{repository}", 404, always);
    at.quay.fail("GET /v1/repository/{repository}", 404, always);
    at.quay.fail("GET /v1/repository/{repository}/tag/", 404, always);
    await expect(at.run("Repository").delete(repository)).rejects.toThrow("Could not delete Repository acme/web: ");
  });

  it("is not done while its path shows it, although the list does not", async () => {
    at.quay.fail("DELETE /v1/repository/{repository}", 404, always);
    at.quay.fail("GET /v1/repository", { status: 200, body: { repositories: [] } }, always);
    await expect(at.run("Repository").delete(repository)).rejects.toThrow("Could not delete Repository acme/web: ");
  });

  it("is not done because of what an invalid token sees", async () => {
    const token = at.quay.mint({ scope: "repo:admin" });
    const run = at.run("Repository", { "quay:token": token });
    at.quay.revoke(token);
    await expect(run.delete(repository)).rejects.toThrow("Could not delete Repository acme/web: ");
  });

  it("is done when neither shows it", async () => {
    at.quay.fail("DELETE /v1/repository/{repository}", 500, { ...always, after: true });
    await at.run("Repository").delete(repository);
    expect(at.quay.store.repository("acme", "web")).toBeUndefined();
  });

  it.each([404, 400, { status: 404 }] as const)("is not done while the list shows it (%j)", async (fault) => {
    const state = await at.run("DefaultPermission").create({ organization: "acme", team: "owners", role: "read" });
    at.quay.fail("DELETE /v1/organization/{orgname}/prototypes/{prototypeid}", fault, always);
    await expect(at.run("DefaultPermission").delete(state)).rejects.toThrow("Could not delete DefaultPermission");
  });

  it("shares reads of the list that begin after it with a hundred others", async () => {
    const least = (n: number) => ({ organization: "acme", user: `u${n}`, role: "read" });
    for (let n = 0; n < 100; n++) at.quay.addUser(`u${n}`);
    const states = await Promise.all(
      Array.from({ length: 100 }, (_, n) => at.run("DefaultPermission").create(least(n))),
    );
    at.quay.store.organization("acme")?.prototypes.clear();
    const run = at.run("DefaultPermission");
    at.requested();
    await Promise.all(states.map((state) => run.delete(state)));
    const requested = at.requested().filter((route) => route.startsWith("GET"));
    expect(requested.length).toBeLessThanOrEqual(20);
  });
});
