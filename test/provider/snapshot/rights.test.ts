import { harness } from "../../harness";

const everything = "repo:admin repo:create org:admin user:admin";
const web = { namespace: "acme", name: "web" };

describe("A refusal of Quay without a reason", () => {
  const at = harness();
  beforeEach(async () => {
    at.quay.addUser("alice");
    at.quay.addUser("bob");
    await at.callQuay("POST /v1/organization/", { name: "acme" });
  });

  const refusal = (kind: string, program: Record<string, unknown>, scope: string, user = "bob") =>
    at
      .run(kind, { "quay:token": at.quay.mint({ user, scope }) })
      .create(program)
      .then(
        () => "",
        (error) => error.message.replace(/^.*?\(4\d\d\)\. ?/, ""),
      );

  it("in an organization of others reports that the user is in no team there", async () => {
    for (const kind of ["Repository", "Robot"])
      expect(await refusal(kind, web, everything)).toBe("The token acts as bob, who is in no team of acme.");
  });

  it("names scope and user when the token may not identify its user, or the user is in a team there", async () => {
    const both = 'It needs a token with the scope repo:create ("Create Repositories"), and a user who may do this.';
    expect(await refusal("Repository", web, "repo:read repo:admin")).toBe(both);
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "member" });
    await at.callQuay("PUT /v1/organization/acme/team/ops/members/bob");
    expect(await refusal("Repository", web, everything)).toBe(both);
  });

  it("in the namespace of another user reports that", async () => {
    for (const kind of ["Repository", "Robot"])
      expect(await refusal(kind, { ...web, namespace: "alice" }, everything)).toBe(
        "alice is another user: the token acts as bob.",
      );
  });

  it("in the namespace of the token's own user names the missing scope", async () => {
    const own = { ...web, namespace: "bob" };
    expect(await refusal("Robot", own, "org:admin user:read")).toBe(
      'It needs a token with the scope user:admin ("Administer User").',
    );
    expect(await refusal("Repository", own, "repo:read user:read")).toBe(
      'It needs a token with the scope repo:create ("Create Repositories").',
    );
  });

  it("in the namespace of a user, who may be the token's own, names the scope that this user's token needs", async () => {
    const own = { ...web, namespace: "bob" };
    for (const scope of ["org:admin", "repo:read"])
      expect(await refusal("Robot", own, scope)).toBe(
        'bob is a user. It needs bob\'s own token with the scope user:admin ("Administer User").',
      );
    expect(await refusal("Repository", own, "repo:read")).toBe(
      'bob is a user. It needs bob\'s own token with the scope repo:create ("Create Repositories").',
    );
  });

  it("of a kind that only organizations have, in the namespace of a user, reports that it is a user's", async () => {
    for (const user of ["bob", "alice"])
      expect(await refusal("Team", { organization: user, name: "ops" }, everything)).toMatch(
        /is a user, not an organization\.$/,
      );
  });

  it("is explained for a read as well", async () => {
    await at.callQuay("PUT /v1/organization/acme/robots/ci");
    const token = at.quay.mint({ user: "bob", scope: everything });
    await expect(at.run("Robot", { "quay:token": token }).get("acme+ci")).rejects.toThrow(
      "Unauthorized (403). The token acts as bob, who is in no team of acme.",
    );
  });
});
