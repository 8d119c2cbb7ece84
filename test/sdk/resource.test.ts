import * as pulumi from "@pulumi/pulumi";
import * as quay from "../../sdk";
import { resolved } from "./output";

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs, name }) => ({ id: `id of ${name}`, state: { ...inputs, image: "quay.io/acme/web" } }),
    call: ({ inputs }) => inputs,
  }),
);

describe("A class of the SDK", () => {
  it("has exactly the outputs that its kind describes", async () => {
    const web = new quay.Repository("web", { namespace: "acme" });
    expect(await resolved(web.image)).toBe("quay.io/acme/web");
    expect(await resolved(web.namespace)).toBe("acme");
    // @ts-expect-error A Repository has no token.
    expect(web.token).toBeUndefined();
  });

  it("is typed: required and optional inputs, and their values", () => {
    new quay.Organization("acme");
    const refused = [
      // @ts-expect-error A Team needs its organization.
      () => new quay.Team("ops"),
      // @ts-expect-error There is no role owner.
      () => new quay.Team("developers", { organization: "acme", role: "owner" }),
    ];
    expect(refused).toHaveLength(2);
    const acme = new quay.Organization("umbrella");
    new quay.Team("ops", { organization: acme.name, role: acme.name.apply(() => "admin" as const) });
  });

  it("refuses the option import with a message that says how to import", () => {
    expect(() => new quay.Team("sre", { organization: "acme" }, { import: "acme/sre" })).toThrow(
      "Team sre: the option import does not work with dynamic providers of Pulumi. Set adopt: true to take over what exists, " +
        "or import many at once with pulumi import --file.",
    );
  });

  it("reads what exists by its id, without a logical name that could become its name", async () => {
    const web = quay.Repository.get("web", "acme/web");
    expect(await resolved(web.id)).toBeDefined();
    expect(quay.Repository.isInstance(web)).toBe(true);
    expect(quay.Team.isInstance(web)).toBe(false);
  });

  it("keeps the options it is given", async () => {
    const web = new quay.Repository(
      "protected",
      { namespace: "acme" },
      { protect: true, additionalSecretOutputs: ["image"] },
    );
    expect(await resolved(web.urn)).toContain("quay:Repository::protected");
  });

  it("refuses a circular value, by its property", () => {
    const loop: Record<string, unknown> = {};
    loop.again = loop;
    expect(() => new quay.Robot("ci", { namespace: "acme", metadata: loop })).toThrow(
      "Robot ci: metadata: This holds itself.",
    );
  });
});
