import { functions } from "../../../provider/functions";
import { invoke } from "../../../provider/functions/invoke";
import { Connections } from "../../../provider/serve/connections";
import { harness } from "../../harness";

describe("A function called by its name", () => {
  const at = harness();
  const connections = new Connections();
  afterAll(() => connections.close());

  const settings = (): Record<string, string> => ({
    "quay:url": at.quay.url,
    "quay:token": at.quay.token,
    "quay:registry": "q.example",
  });
  const call = (name: string, args: Record<string, unknown>, given = settings()) =>
    invoke(
      functions,
      name,
      connections.get((key) => given[key]),
      args,
    );

  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
  });

  it("answers with the properties of its result", async () => {
    const { digest } = at.quay.push("acme/web", "v1");
    const image = "q.example/acme/web:v1";
    const tag = { name: "v1", digest, image, imageByDigest: `q.example/acme/web@${digest}`, immutable: false };
    expect(await call("getTag", { repository: "acme/web", name: "v1" })).toEqual({ result: tag });
    expect(await call("getTags", { repository: "acme/web" })).toEqual({ result: { tags: [tag] } });
  });

  it("takes null for an argument that was left out", async () => {
    at.quay.push("acme/web", "v1");
    expect(await call("getRepositories", { namespace: "acme", public: null, starred: null })).toMatchObject({
      result: { repositories: [{ fullName: "acme/web" }] },
    });
  });

  it("names every invalid argument before any request", async () => {
    expect(await call("getTag", { repositry: "acme/web", name: "a b" })).toEqual({
      failures: [
        { property: "repository", reason: "This property is missing. Is repositry meant to be it?" },
        { property: "name", reason: expect.stringContaining('"a b"') },
      ],
    });
    expect(await call("getRepositories", {})).toEqual({
      failures: [{ property: "", reason: "Give one of namespace, public and starred." }],
    });
    expect(at.requested()).toEqual([]);
  });

  it("fails with Quay's reason, in which the token is masked", async () => {
    const { token } = at.quay;
    at.quay.fail("GET /v1/organization/{orgname}", { status: 400, body: { message: `No ${token} here` } });
    const failed = call("getOrganization", { name: "acme" });
    await expect(failed).rejects.toThrow("Quay refused GET /v1/organization/acme: No [secret] here (400).");
  });

  it("uses the token of the namespace it asks about", async () => {
    const reader = at.quay.mint({ scope: "repo:read" });
    at.quay.push("acme/web", "v1");
    const given = { ...settings(), "quay:token": "not-a-token", "quay:tokens": JSON.stringify({ acme: reader }) };
    expect(await call("getRepository", { repository: "acme/web" }, given)).toMatchObject({
      result: { namespace: "acme" },
    });
  });

  it("must exist", async () => {
    await expect(call("toString", {})).rejects.toThrow("There is no function toString.");
  });

  it("is registered under its own name, with a list property when its result is a list", () => {
    expect(Object.values(functions).map(({ name }) => name)).toEqual(Object.keys(functions));
    const lists = ["builds", "notifications", "repositories", "repositories", "tags"];
    expect(Object.values(functions).flatMap(({ list }) => list ?? [])).toEqual(lists);
  });
});
