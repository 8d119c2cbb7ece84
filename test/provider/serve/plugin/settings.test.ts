import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { UNKNOWN } from "../../../../provider/lifecycle/unknown";
import { call, plain, struct } from "../../../faces/native";
import { connected, secret } from "./connected";

describe("The native provider with settings", () => {
  const plugin = connected();
  const { at } = plugin;

  const checkConfig = async (values: Record<string, unknown>) => {
    const answer: rpc.CheckResponse = await call(
      plugin.client,
      "checkConfig",
      new rpc.CheckRequest().setNews(struct(values)).setOlds(struct({})),
    );
    return { ...plain(answer.getInputs()), failures: answer.getFailuresList().map((one) => one.toObject()) };
  };
  it("keeps the token and the tokens secret, also when the program writes them plainly", async () => {
    const settings = { url: at.quay.url, token: at.quay.token, tokens: { acme: at.quay.token }, concurrency: 4 };
    const { outputs, secrets, failures } = await checkConfig(settings);
    expect({ outputs, failures }).toEqual({ outputs: settings, failures: [] });
    expect(secrets).toEqual(["token", "tokens"]);
  });

  it("refuses what is wrong in a sentence, and names no property: the engine would print its value", async () => {
    const token = at.quay.token;
    expect((await checkConfig({ url: token, token })).failures).toEqual([
      { property: "", reason: "quay:url is the address of a Quay, for example https://quay.example.com." },
    ]);
    expect((await checkConfig({ url: at.quay.url, token, tokn: "x" })).failures).toEqual([
      { property: "", reason: "quay:tokn is no setting of pulumi-quay. Did you mean quay:token?" },
    ]);
    expect((await checkConfig({ url: at.quay.url, token, concurrency: "few" })).failures).toEqual([
      { property: "", reason: "quay:concurrency is a number greater than 0." },
    ]);
  });

  it("leaves a project named quay its own settings, which have the same prefix", async () => {
    const request = new rpc.CheckRequest()
      .setUrn("urn:pulumi:dev::quay::pulumi:providers:quay::default")
      .setNews(struct({ url: at.quay.url, token: at.quay.token, tokn: "x" }));
    expect(((await call(plugin.client, "checkConfig", request)) as rpc.CheckResponse).getFailuresList()).toEqual([]);
  });

  it("waits in a preview for what is unknown", async () => {
    expect((await checkConfig({ url: UNKNOWN, token: secret(UNKNOWN) })).failures).toEqual([]);
  });

  it("shows a change of them, and never replaces the provider", async () => {
    const diff = async (old: object, wanted: object) => {
      const request = new rpc.DiffRequest().setOlds(struct({ ...old })).setNews(struct({ ...wanted }));
      const answer: rpc.DiffResponse = await call(plugin.client, "diffConfig", request);
      expect(answer.getReplacesList()).toEqual([]);
      return answer.getDiffsList().sort();
    };
    expect(await diff({ url: "a", token: secret("t") }, { url: "a", token: "t" })).toEqual([]);
    expect(await diff({ url: "a", token: secret("t") }, { url: "b", token: "u", concurrency: 3 })).toEqual([
      "concurrency",
      "token",
      "url",
    ]);
  });

  it("says that it was not configured, when it was not", async () => {
    const request = new rpc.CheckRequest().setUrn("urn:pulumi:dev::test::quay:index:Team::ops").setNews(struct({}));
    await expect(call(plugin.client, "check", request)).rejects.toThrow("The provider was not configured.");
  });
});
