import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { currentUrn, EngineLog } from "../../../../provider/serve/plugin/engine";
import schema from "../../../../schema.json";
import { call, plain, struct } from "../../../faces/native";
import { connected, secret } from "./connected";

const { version } = require("pulumi-quay/package.json");

const urn = (kind: string, name: string) => `urn:pulumi:dev::test::quay:index:${kind}::${name}`;

describe("The native provider", () => {
  const plugin = connected();
  const { at } = plugin;

  const check = async (kind: string, values: Record<string, unknown>) => {
    const request = new rpc.CheckRequest().setUrn(urn(kind, "ops")).setNews(struct(values)).setOlds(struct({}));
    const answer: rpc.CheckResponse = await call(plugin.client, "check", request);
    return { ...plain(answer.getInputs()), failures: answer.getFailuresList().map((one) => one.toObject()) };
  };

  it("says its version and schema, accepts secrets, and needs no mapping", async () => {
    const info: PluginInfo = await call(plugin.client, "getPluginInfo", new Empty());
    expect(info.getVersion()).toBe(version);
    const described: rpc.GetSchemaResponse = await call(plugin.client, "getSchema", new rpc.GetSchemaRequest());
    expect(JSON.parse(described.getSchema())).toEqual(schema);
    const hands: rpc.ProviderHandshakeResponse = await call(
      plugin.client,
      "handshake",
      new rpc.ProviderHandshakeRequest(),
    );
    expect(hands.getAcceptSecrets()).toBe(true);
    const answer = await plugin.configure();
    expect([answer.getAcceptsecrets(), answer.getSupportspreview()]).toEqual([true, true]);
    const mapping: rpc.GetMappingResponse = await call(plugin.client, "getMapping", new rpc.GetMappingRequest());
    expect(mapping.getData()).toBe("");
    const mappings: rpc.GetMappingsResponse = await call(plugin.client, "getMappings", new rpc.GetMappingsRequest());
    expect(mappings.toObject()).toEqual({ providersList: [] });
  });

  it("says that it has no parameters and no methods", async () => {
    for (const [name, request] of [
      ["parameterize", new rpc.ParameterizeRequest()],
      ["call", new rpc.CallRequest()],
    ] as const)
      await expect(call(plugin.client, name, request)).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  });

  describe("checking a resource", () => {
    beforeEach(() => plugin.configure());

    it("fills in the logical name and the defaults, and adds no outputs", async () => {
      const { outputs } = await check("Robot", { namespace: "acme" });
      expect(outputs).toEqual({ namespace: "acme", name: "ops", description: "" });
    });

    it("takes null for a property that was left out", async () => {
      const { outputs } = await check("Team", { organization: "acme", role: null, description: null });
      expect(outputs).toEqual({ organization: "acme", name: "ops", role: "member", description: "" });
    });

    it("names the property that is invalid, unless its value is or contains a secret", async () => {
      const { failures } = await check("Team", { organization: "acme", role: "boss" });
      expect(failures).toEqual([{ property: "role", reason: 'This is none of "member", "creator", "admin".' }]);
      const hidden = await check("Team", { organization: "acme", role: secret("boss") });
      expect(hidden.failures).toEqual([
        { property: "", reason: 'role: This is none of "member", "creator", "admin".' },
      ]);
      const nested = await check("Robot", { namespace: "acme", metadata: [{ key: secret("hunter2") }] });
      expect(nested.failures).toEqual([{ property: "", reason: "metadata: This is not an object." }]);
      const known = await check("Team", { organization: "acme", role: at.quay.token });
      expect(known.failures).toEqual([{ property: "", reason: expect.stringMatching(/^role: /) }]);
    });

    it("keeps a secret input secret, whole, from the check to the state", async () => {
      await at.callQuay("POST /v1/organization/", { name: "acme" });
      const checked = await check("Robot", { namespace: "acme", metadata: { key: secret("hunter2"), other: 1 } });
      expect(checked).toMatchObject({ outputs: { metadata: { key: "hunter2", other: 1 } }, secrets: ["metadata"] });
      const inputs = { ...checked.outputs, metadata: secret(checked.outputs.metadata) };
      const request = new rpc.CreateRequest().setUrn(urn("Robot", "ops")).setProperties(struct(inputs));
      const created: rpc.CreateResponse = await call(plugin.client, "create", request);
      const { outputs, secrets } = plain(created.getProperties());
      expect(secrets?.sort()).toEqual(["dockerConfigJson", "metadata", "token"]);
      const read: rpc.ReadResponse = await call(
        plugin.client,
        "read",
        new rpc.ReadRequest()
          .setId(created.getId())
          .setUrn(urn("Robot", "ops"))
          .setProperties(created.getProperties())
          .setInputs(struct(inputs)),
      );
      expect(plain(read.getProperties())).toMatchObject({ outputs, secrets: expect.arrayContaining(["metadata"]) });
      expect(plain(read.getInputs()).secrets).toEqual(["metadata"]);
    });

    it("knows no kind that does not exist", async () => {
      for (const kind of ["Teem", "constructor", "__proto__"])
        await expect(check(kind, {})).rejects.toThrow(`has no kind ${kind}. Upgrade the plugin.`);
    });
  });

  it("describes each changed property, and which of them replaces", async () => {
    await plugin.configure();
    const request = new rpc.DiffRequest()
      .setUrn(urn("Team", "ops"))
      .setId("acme/ops")
      .setOlds(struct({ organization: "acme", name: "ops", role: "member", description: "On call.", adopt: true }))
      .setNews(struct({ organization: "acme", name: "sre", role: "creator" }));
    const answer: rpc.DiffResponse = await call(plugin.client, "diff", request);
    const { ADD, DELETE, UPDATE, UPDATE_REPLACE } = rpc.PropertyDiff.Kind;
    const entries = [...answer.getDetaileddiffMap().entries()] as [string, rpc.PropertyDiff][];
    expect(Object.fromEntries(entries.map(([name, change]) => [name, change.getKind()]))).toEqual({
      name: UPDATE_REPLACE,
      role: UPDATE,
      description: DELETE,
      adopt: DELETE,
    });
    expect(answer.getReplacesList()).toEqual(["name"]);
    const added: rpc.DiffResponse = await call(
      plugin.client,
      "diff",
      request
        .setNews(struct({ ...request.getOlds()?.toJavaScript(), adopt: true }))
        .setOlds(struct({ organization: "acme", name: "ops", role: "member", description: "On call." })),
    );
    expect(added.getDetaileddiffMap().get("adopt")?.getKind()).toBe(ADD);
  });

  it("keeps a half-made resource in the state, with its secrets sealed, for the next update", async () => {
    await plugin.configure();
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.quay.fail("PUT /v1/organization/{orgname}", 500, { times: Number.POSITIVE_INFINITY });
    const inputs = { name: "lab", email: "", tagExpirationSeconds: 86400 };
    const request = new rpc.CreateRequest().setUrn(urn("Organization", "lab")).setProperties(struct(inputs));
    const failure = await call(plugin.client, "create", request).catch((error: Error) => error as Error);
    expect(failure).toMatchObject({
      code: status.UNKNOWN,
      message: expect.stringMatching(/^Could not create Organization lab: /),
      id: "lab",
      properties: { name: "lab", __origin: { entry: expect.any(String) } },
      reasons: [(failure as Error).message],
    });
  });

  it("drops what is gone of a state from version 0.1.0 of the dynamic provider, which names no Quay", async () => {
    await plugin.configure();
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    const same = struct({ organization: "acme", name: "ops", role: "member", description: "", __provider: "code" });
    const request = new rpc.ReadRequest().setUrn(urn("Team", "ops")).setId("acme/ops");
    const answer: rpc.ReadResponse = await call(plugin.client, "read", request.setProperties(same).setInputs(same));
    expect(answer.getId()).toBe("");
  });

  it("calls functions, names invalid arguments, and seals what is secret in a result", async () => {
    await plugin.configure();
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    await at.callQuay("PUT /v1/organization/acme/robots/ci", {});
    const invoke = (name: string, args: Record<string, unknown>) =>
      call<rpc.InvokeResponse>(
        plugin.client,
        "invoke",
        new rpc.InvokeRequest().setTok(`quay:index:${name}`).setArgs(struct(args)),
      );
    const robot = plain((await invoke("getRobot", { namespace: "acme", name: "ci" })).getReturn());
    expect(robot).toMatchObject({ outputs: { fullName: "acme+ci" }, secrets: ["token"] });
    await expect(invoke("getRobot", { namespace: "acme", name: "A b" })).rejects.toThrow(/^getRobot: name: .*"A b"/);
    await expect(invoke("getNothing", {})).rejects.toThrow("There is no function getNothing.");
    await expect(invoke("getRobot", { namespace: "acme", name: "cd" })).rejects.toThrow(/acme\+cd|cd/);
  });

  it("serves several providers of one program, each with its own settings", async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    const other = await plugin.connect();
    await plugin.configure();
    const request = new rpc.ConfigureRequest();
    request.getVariablesMap().set("quay:config:url", "http://127.0.0.1:9").set("quay:config:token", "t");
    await call(other, "configure", request);
    const read = new rpc.ReadRequest().setUrn(urn("Organization", "acme")).setId("acme");
    expect(((await call(plugin.client, "read", read)) as rpc.ReadResponse).getId()).toBe("acme");
    await expect(call(other, "read", read)).rejects.toThrow("127.0.0.1:9");
  });

  it("completes requests in flight when it is cancelled, and sends none after", async () => {
    await plugin.configure();
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    const create = (name: string) => {
      const inputs = struct({ organization: "acme", name, role: "member", description: "" });
      return call<rpc.CreateResponse>(
        plugin.client,
        "create",
        new rpc.CreateRequest().setUrn(urn("Team", name)).setProperties(inputs),
      );
    };
    const inFlight = create("ops");
    while (!at.requested().some((route) => route.startsWith("PUT")))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await call(plugin.client, "cancel", new Empty());
    expect((await inFlight).getId()).toBe("acme/ops");
    await expect(create("sre")).rejects.toThrow(/^Could not create Team acme\/sre: /);
    expect([...(at.quay.store.organization("acme")?.teams.keys() ?? [])]).toEqual(["owners", "ops"]);
  });

  it("reports notices to the engine below the resource that they are about", async () => {
    const lines: LogRequest.AsObject[] = [];
    const engine = new Server();
    const implementation = {
      log: ((request, callback) => {
        lines.push(request.request.toObject());
        callback(null, new Empty());
      }) satisfies IEngineServer["log"],
    };
    engine.addService(EngineService, implementation as never);
    const port = await new Promise<number>((resolve, reject) =>
      engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const log = new EngineLog(`127.0.0.1:${port}`);
    currentUrn.run(urn("Team", "ops"), () => log.notice("It is kept."));
    log.notice("Quay limits the rate.");
    await log.flush();
    expect(lines.map(({ message, urn }) => [message, urn])).toEqual(
      expect.arrayContaining([
        ["It is kept.", urn("Team", "ops")],
        ["Quay limits the rate.", ""],
      ]),
    );
    log.close();
    engine.forceShutdown();
  });
});
