import * as pulumi from "@pulumi/pulumi";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import * as quay from "../../sdk";
import { harness } from "../harness";
import { resolved } from "./output";

const secret = (value: string) => ({ [specialSigKey]: specialSecretSig, value });

describe("Functions for programs:", () => {
  const at = harness();
  const registered: Record<string, unknown>[] = [];

  beforeAll(() =>
    pulumi.runtime.setMocks({
      newResource: ({ inputs, name, type }) => {
        registered.push({ type, ...inputs });
        return { id: name, state: inputs };
      },
      call: ({ inputs }) => inputs,
    }),
  );
  beforeEach(async () => {
    pulumi.runtime.setAllConfig({ "quay:url": at.quay.url, "quay:token": at.quay.token, "quay:registry": "q.example" });
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
  });

  const addRepository = (name: string) => {
    const { store } = at.quay;
    store.addRepository(store.namespace("acme") as never, name, store.user("admin") as never);
  };

  it("one repository", async () => {
    addRepository("base/node");
    expect(await quay.getRepository({ repository: "acme/base/node" })).toEqual({
      namespace: "acme",
      name: "base/node",
      fullName: "acme/base/node",
      image: "q.example/acme/base/node",
      visibility: "private",
      description: "",
      state: "NORMAL",
    });
    await expect(quay.getRepository({ repository: "acme/missing" })).rejects.toThrow("Not Found (404)");
  });

  it("all repositories of a namespace, a hundred a request", async () => {
    for (let n = 0; n < 250; n++) addRepository(`r${n}`);
    const all = await quay.getRepositories({ namespace: "acme" });
    expect(new Set(all.map(({ name }) => name)).size).toBe(250);
    expect(at.requested()).toHaveLength(3);
  });

  it("a missing namespace or repository is an error, not an empty list", async () => {
    expect(await quay.getRepositories({ namespace: "acme" })).toEqual([]);
    await expect(quay.getRepositories({ namespace: "acne" })).rejects.toThrow("There is no organization or user acne.");
    addRepository("web");
    expect(await quay.getBuilds({ repository: "acme/web" })).toEqual([]);
    const missing = await quay.getBuilds({ repository: "acme/wep" }).catch((error) => error);
    expect(missing.message).toContain("Not Found (404)");
    // Pulumi prints it without a stack trace.
    expect(pulumi.RunError.isInstance(missing)).toBe(true);
  });

  it("a list that Quay restarts is an error, neither short nor endless", async () => {
    for (let n = 0; n < 150; n++) addRepository(`r${n}`);
    const first = (await at.callQuay("GET /v1/repository?namespace=acme")) as object;
    at.quay.fail(
      "GET /v1/repository",
      { status: 200, body: first },
      {
        times: Number.POSITIVE_INFINITY,
        when: ({ path }) => path.includes("next_page"),
      },
    );
    await expect(quay.getRepositories({ namespace: "acme" })).rejects.toThrow(
      "Quay began its list anew after 100 of its items",
    );
  });

  it("one tag, with the image that it refers to", async () => {
    const { digest } = at.quay.push("acme/web", "v1.2.3");
    expect(await quay.getTag({ repository: "acme/web", name: "v1.2.3" })).toEqual({
      name: "v1.2.3",
      digest,
      image: "q.example/acme/web:v1.2.3",
      imageByDigest: `q.example/acme/web@${digest}`,
      immutable: false,
    });
    await expect(quay.getTag({ repository: "acme/web", name: "v1.2" })).rejects.toThrow(
      "There is no tag acme/web:v1.2.",
    );
  });

  it("all tags of a repository, each once, in their present state", async () => {
    for (let n = 0; n < 120; n++) at.quay.push("acme/web", `v${n}`);
    const moved = at.quay.push("acme/web", "v0", { seed: "two" });
    at.requested();
    const tags = await quay.getTags({ repository: "acme/web" });
    expect(tags).toHaveLength(120);
    expect(tags.find(({ name }) => name === "v0")?.digest).toBe(moved.digest);
    expect(at.requested()).toHaveLength(2);
  });

  it("concurrent calls share reads; a later call sees what was written since", async () => {
    for (const name of ["dev", "ops", "qa"])
      await at.callQuay(`PUT /v1/organization/acme/team/${name}`, { role: "member" });
    at.requested();
    const ask = () => Promise.all(["dev", "ops", "qa"].map((name) => quay.getTeam({ organization: "acme", name })));
    expect((await ask()).map(({ role }) => role)).toEqual(["member", "member", "member"]);
    const members = "GET /v1/organization/{orgname}/team/{teamname}/members";
    expect(at.requested()).toEqual(["GET /v1/organization/{orgname}", members, members, members]);
    await at.callQuay("PUT /v1/organization/acme/team/ops", { role: "admin" });
    expect((await ask()).map(({ role }) => role)).toEqual(["member", "admin", "member"]);
  });

  it("many repositories of a namespace from its list", async () => {
    for (let n = 0; n < 50; n++) addRepository(`r${n}`);
    const ids = Array.from({ length: 50 }, (_, n) => `acme/r${n}`);
    const all = await Promise.all(ids.map((repository) => quay.getRepository({ repository })));
    expect(all.map(({ fullName }) => fullName)).toEqual(ids);
    expect(at.requested().length).toBeLessThanOrEqual(2);
  });

  it("arguments may be outputs, and results are not secret because the token is", async () => {
    at.quay.push("acme/web", "v1");
    const internal = new quay.Provider("internal", { url: at.quay.url, token: pulumi.secret(at.quay.token) });
    pulumi.runtime.setAllConfig({});
    const tag = quay.getTagOutput({ repository: pulumi.output("acme/web"), name: "v1" }, { provider: internal });
    expect((await resolved(tag)).image).toBe(`${new URL(at.quay.url).host}/acme/web:v1`);
    expect(await pulumi.isSecret(tag)).toBe(false);
    expect(await quay.getTags({ repository: "acme/web" }, { provider: internal })).toHaveLength(1);
  });

  it("an explicit provider passes its settings in Pulumi's form, the tokens as secrets", async () => {
    registered.length = 0;
    const { urn, settings } = new quay.Provider("several", {
      url: "https://quay.example.com",
      token: "t",
      tokens: { acme: pulumi.output("a") },
      timeoutSeconds: 5,
    });
    await resolved(urn);
    expect(registered).toEqual([
      {
        type: "pulumi:providers:pulumi-nodejs",
        "quay:url": "https://quay.example.com",
        "quay:token": secret("t"),
        "quay:tokens": secret('{"acme":"a"}'),
        "quay:timeoutSeconds": "5",
      },
    ]);
    expect(await pulumi.isSecret(settings)).toBe(true);
  });
});

describe("Invalid arguments of functions", () => {
  it.each([
    ["getRepository", () => quay.getRepository({} as never), "getRepository: repository: This property is missing."],
    [
      "getRepository",
      () => quay.getRepository(undefined as never),
      "getRepository: repository: This property is missing.",
    ],
    [
      "getTags",
      () => quay.getTags({ repository: "acme repo" }),
      'getTags: repository: "acme repo" has no organization.',
    ],
    ["getTag", () => quay.getTag({ repository: "acme/web" } as never), "getTag: name: This property is missing."],
    ["getBuilds", () => quay.getBuilds({ repository: "acme/web", limit: -1 }), "getBuilds: limit: "],
    [
      "getTags",
      () => quay.getTags({ repositry: "a/b" } as never),
      "This property is missing. Is repositry meant to be it?",
    ],
    [
      "getTeam",
      () => quay.getTeam({ organization: "acme", name: pulumi.output("ops") } as never),
      "getTeam: name: This is an output: use getTeamOutput.",
    ],
    ["getRepositories", () => quay.getRepositories(null as never), "Give one of namespace, public and starred."],
    ["getRepositories", () => quay.getRepositories({ public: "yes" } as never), "public: This is not a boolean."],
    ["getCurrentUser", () => quay.getCurrentUser({ provider: {} } as never), "This is no Provider of pulumi-quay."],
    [
      "getRobot",
      () => quay.getRobot({ namespace: "acme", name: "acme+ci" }),
      'getRobot: name: "acme+ci" is not a robot name.',
    ],
  ])("of %s are refused before any request", async (_, ask, sentence) => {
    await expect(ask()).rejects.toThrow(sentence);
  });

  it("are reported without a stack trace", async () => {
    const failed = await quay.getTags({ repository: "acme" }).catch((error) => error);
    expect(pulumi.RunError.isInstance(failed)).toBe(true);
  });
});
