import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { call, plain, struct } from "../../../faces/native";
import { connected, secret } from "./connected";

const urn = "urn:pulumi:dev::test::quay:index:Team::ops";

describe("What a program marks as secret", () => {
  const plugin = connected();
  const { at } = plugin;
  beforeEach(async () => {
    await plugin.configure();
    at.quay.store.addOrganization("acme");
  });

  const create = async (values: Record<string, unknown>) => {
    const request = new rpc.CreateRequest().setUrn(urn).setProperties(struct(values));
    return call<rpc.CreateResponse>(plugin.client, "create", request);
  };

  it("is in no message, neither of a check nor of a refusal that repeats it", async () => {
    const request = new rpc.CheckRequest().setUrn(urn).setOlds(struct({}));
    const checked: rpc.CheckResponse = await call(
      plugin.client,
      "check",
      request.setNews(struct({ organization: secret("Hidden Words") })),
    );
    const [failure, ...others] = checked.getFailuresList().map((one) => one.toObject());
    expect(others).toEqual([]);
    expect(failure).toEqual({ property: "", reason: expect.stringMatching(/^organization: "\[secret\]" is not an /) });
    at.quay.fail("PUT /v1/organization/{orgname}/team/{teamname}", {
      status: 400,
      body: { message: "Do not say whispered" },
    });
    const team = { organization: "acme", name: "ops", role: "member", description: secret("whispered") };
    await expect(create(team)).rejects.toThrow("Do not say [secret]");
  });

  it("differs while it is in plain text in the state, and is encrypted by an update that sends nothing", async () => {
    const made = await create({ organization: "acme", name: "ops", role: "member", description: "On call." });
    const wanted = struct({ organization: "acme", name: "ops", role: "member", description: secret("On call.") });
    const asked = (state: rpc.CreateResponse | rpc.UpdateResponse) =>
      new rpc.DiffRequest().setId("acme/ops").setUrn(urn).setOlds(state.getProperties()).setNews(wanted);
    const difference: rpc.DiffResponse = await call(plugin.client, "diff", asked(made));
    expect([difference.getDiffsList(), difference.getReplacesList()]).toEqual([["description"], []]);
    at.requested();
    const update = new rpc.UpdateRequest().setId("acme/ops").setUrn(urn).setNews(wanted);
    const updated: rpc.UpdateResponse = await call(plugin.client, "update", update.setOlds(made.getProperties()));
    expect(at.requested()).toEqual([]);
    expect(plain(updated.getProperties()).secrets).toEqual(["description"]);
    const next: rpc.DiffResponse = await call(plugin.client, "diff", asked(updated));
    expect(next.getChanges()).toBe(rpc.DiffResponse.DiffChanges.DIFF_NONE);
  });
});
