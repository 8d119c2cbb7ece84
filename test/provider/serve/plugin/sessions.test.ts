import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { call, Plugin, struct } from "../../../faces/native";
import { harness, Process } from "../../../harness";

describe("Two providers of one operation, which a plugin that runs on its own serves,", () => {
  const at = harness("native");
  let process: Process;
  let plugin: Plugin;
  let clients: ResourceProviderClient[];
  beforeEach(async () => {
    process = new Process();
    plugin = new Plugin(process.connections);
    clients = [await plugin.connect(), await plugin.connect()];
    const request = new rpc.ConfigureRequest();
    request.getVariablesMap().set("quay:config:url", at.quay.url).set("quay:config:token", at.quay.token);
    for (const client of clients) await call(client, "configure", request);
    at.quay.store.addOrganization("acme");
  });
  afterEach(async () => {
    await plugin.close();
    await process.close();
  });

  it("go on alone when the engine cancels one, and end when it cancels both", async () => {
    const [one, other] = clients as [ResourceProviderClient, ResourceProviderClient];
    const create = (name: string) => {
      const inputs = struct({ organization: "acme", name, role: "member", description: "" });
      const request = new rpc.CreateRequest().setUrn(`urn:pulumi:dev::test::quay:index:Team::${name}`);
      return call<rpc.CreateResponse>(other, "create", request.setProperties(inputs));
    };
    await create("ops");
    await call(one, "cancel", new Empty());
    expect((await create("sre")).getId()).toBe("acme/sre");
    await call(other, "cancel", new Empty());
    await expect(create("dev")).rejects.toThrow("the run was interrupted");
    expect([...(at.quay.store.organization("acme")?.teams.keys() ?? [])]).toEqual(["owners", "ops", "sre"]);
  });
});
