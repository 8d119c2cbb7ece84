import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { call, struct } from "../../../faces/native";
import { connected } from "./connected";

describe("Two providers of one operation, which a plugin that runs on its own serves,", () => {
  const plugin = connected();
  const { at } = plugin;
  let clients: ResourceProviderClient[];
  beforeEach(async () => {
    clients = [plugin.client, await plugin.connect()];
    for (const client of clients) await plugin.configure(client);
    at.quay.store.addOrganization("acme");
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
